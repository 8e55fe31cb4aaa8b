package preauthorization

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A view is one catalogue that an app showed, with the preauthorizations that were asked
// for it.
type view struct {
	*journal.Act
	asked []*journal.Exchange // in order
}

// views pairs catalogues with the preauthorizations of the same device, begun while the
// app waited, or at most late after it had its answer and before it asked again.
func views(e *rule.Evidence, late time.Duration) []view {
	var out []view
	acts := e.Did(journal.Preauthorize)
	for i, a := range acts {
		until := a.End.Add(late)
		for _, next := range acts[i+1:] {
			if next.Device == a.Device && next.Start.Before(until) {
				until = next.Start
			}
		}
		v := view{Act: a}
		for _, x := range e.During(a, late, "preauthorize") {
			if !x.Start.After(until) {
				v.asked = append(v.asked, x)
			}
		}
		out = append(out, v)
	}
	return out
}

// about are the requests that name a resource.
func (v *view) about(resource string) []*journal.Exchange {
	var out []*journal.Exchange
	for _, x := range v.asked {
		if slices.Contains(rule.Resources(x), resource) {
			out = append(out, x)
		}
	}
	return out
}

// shows tells whether the app was told that a resource is permitted.
func (v *view) shows(resource string) bool { return slices.Contains(v.List("permitted"), resource) }

// final is what was decided last about a resource: nil where nothing was.
func (v *view) final(resource string) (*rule.Decision, *journal.Exchange) {
	about := v.about(resource)
	if len(about) == 0 {
		return nil, nil
	}
	x := about[len(about)-1]
	return rule.DecisionOn(x, resource), x
}
