package certification

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/passproof/passproof/harness/subject/container"
	"github.com/passproof/passproof/harness/world"
)

// An Order is what a worker process is told on its standard input, in a line of JSON: which
// scenario to play, and where everything is. It gets the next when it has told what came of
// the last, and ends when its input does.
type Order struct {
	Config       string           `json:"config"` // path of passproof.yaml
	ControlURL   string           `json:"controlUrl"`
	AdobePassURL string           `json:"adobePassUrl"`
	Secure       string           `json:"secure"`         // host:port at which mockpass has Adobe's names over HTTPS
	Authority    []byte           `json:"authority"`      // who certifies these names, in PEM
	Trust        string           `json:"trust"`          // folder that tells whom to trust; empty: none
	WithoutNames string           `json:"withoutNames"`   // why no instance has a network of its own; empty: each has
	Site         *container.Share `json:"site,omitempty"` // where instances in containers are started; nil: they are processes
	SubjectURL   string           `json:"subjectUrl"`
	Statement    string           `json:"statement"`
	Folder       string           `json:"folder"` // for files of the run
	Mark         string           `json:"mark"`   // of processes of the run
	Seat         int              `json:"seat"`   // keeps devices of scenarios apart
	Depth        string           `json:"depth"`
	Scenario     string           `json:"scenario"`        // full text
	Turns        []string         `json:"turns,omitempty"` // in the first order of a worker: all scenarios, in the order in which they begin
}

// An Outcome is what a worker process tells of an Order, see [Tell].
type Outcome = world.Outcome

// outcomeMark begins the lines of a worker's standard output that tell outcomes; the others
// are Ginkgo's.
const outcomeMark = "\x1epassproof: "

// Tell writes what came of a scenario to a worker's standard output.
func Tell(out io.Writer, o *Outcome) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = out.Write([]byte("\n" + outcomeMark + string(text) + "\n"))
	return err
}

// outcomes is a writer that knows outcomes from whatever else a worker writes.
type outcomes struct {
	line []byte // what has been written of it
	told func(Outcome)
}

// Write never fails: what is no outcome is left out.
func (o *outcomes) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		o.line, rest = append(o.line, line...), after
		if !ended {
			break
		}
		var out Outcome
		if text, ours := bytes.CutPrefix(o.line, []byte(outcomeMark)); ours && json.Unmarshal(text, &out) == nil {
			o.told(out)
		}
		o.line = o.line[:0]
	}
	return len(p), nil
}
