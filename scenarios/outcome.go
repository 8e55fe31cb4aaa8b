package scenarios

import (
	"encoding/json"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/passproof/passproof/harness/world"
)

// witness is what a world tells at its end of the scenario that was played in it. It is an
// entry of the spec's report, so that it gets from one process of Ginkgo to another.
type witness struct {
	Unmapped []string
	Steps    []world.Step
}

// entry is the name of that entry.
const entry = "passproof: witness"

// tell adds what a world has seen to the report of the spec that runs.
func tell(w *world.World) {
	text, err := json.Marshal(witness{w.Unmapped(), w.Steps()})
	if err != nil {
		Fail(err.Error())
	}
	AddReportEntry(entry, string(text), ReportEntryVisibilityNever)
}

// told is what the world of a spec has told; nothing where it had none.
func told(r SpecReport) (w witness) {
	for _, e := range r.ReportEntries {
		if text, ok := e.GetRawValue().(string); ok && e.Name == entry {
			_ = json.Unmarshal([]byte(text), &w) // it is ours
		}
	}
	return w
}

// outcomeOf is what came of a scenario. One in which nothing failed and for which the app
// has not all verbs was not observed in full: that is skipped, not passed.
func outcomeOf(r SpecReport) *world.Outcome {
	w := told(r)
	out := &world.Outcome{
		Scenario: r.FullText(), Labels: r.Labels(), State: r.State.String(), Message: message(r), Took: r.RunTime,
		Unmapped: w.Unmapped, Steps: w.Steps, Began: r.StartTime, Ended: r.EndTime,
	}
	if len(w.Unmapped) == 0 {
		return out
	}
	gap := "not observed: the configuration maps no " + strings.Join(w.Unmapped, ", no ") + " verb"
	if r.State == types.SpecStatePassed {
		out.State, out.Message = types.SpecStateSkipped.String(), gap
	} else {
		out.Message += "\n" + gap
	}
	return out
}
