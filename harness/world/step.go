package world

import (
	"slices"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Step is a stretch of a scenario: an act, or a wait for time. What lies between two
// steps is a wait for the service.
type Step struct {
	What  string    `json:"what"` // "login of roku-1", "a pause", or what was watched
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Wait  bool      `json:"wait,omitempty"` // nothing but time was waited for
}

// Steps are the steps until now, in the order in which they ended. They tell how long what
// has taken, and are no evidence.
func (w *World) Steps() []Step {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.steps)
}

func (w *World) step(s Step) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps = append(w.steps, s)
}

// stepOf is the step that an act is.
func stepOf(a *journal.Act) Step {
	s := Step{What: a.Verb, Start: a.Start, End: a.End}
	if a.Device != "" {
		s.What += " of " + a.Device
	}
	if a.Verb == journal.Watched {
		s.What, s.Wait = "watches "+a.Text("why"), true
	}
	return s
}
