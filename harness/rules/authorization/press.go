package authorization

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A press is one press of play with the authorizations that were asked for it.
type press struct {
	*journal.Act
	resource string
	asked    []*journal.Exchange // in order
}

// presses pairs presses of play with authorizations for their resource by the same
// device, begun while the app waited, or at most late after it had its answer. Previews
// are presses of play, too, where verbs name them.
func presses(e *rule.Evidence, late time.Duration, verbs ...string) []press {
	var out []press
	for _, a := range e.Did(append(verbs, journal.Play)...) {
		p := press{Act: a, resource: a.Text("resource")}
		for _, x := range e.During(a, late, "authorize") {
			if slices.Contains(rule.Resources(x), p.resource) {
				p.asked = append(p.asked, x)
			}
		}
		out = append(out, p)
	}
	return out
}

// last is the authorization that counts: the one that was answered last.
func (p *press) last() *journal.Exchange {
	if len(p.asked) == 0 {
		return nil
	}
	return p.asked[len(p.asked)-1]
}
