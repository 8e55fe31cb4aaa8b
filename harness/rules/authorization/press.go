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
	strange  []*journal.Exchange // authorizations while the app waited that name nothing that was played
}

// presses pairs presses of play with authorizations for their resource by the same
// device, begun while the app waited, or at most late after it had its answer. Previews
// are presses of play, too, where verbs name them.
func presses(e *rule.Evidence, late time.Duration, verbs ...string) []press {
	var out []press
	acts := e.Did(append(verbs, journal.Play)...)
	for _, a := range acts {
		p := press{Act: a, resource: a.Text("resource")}
		for _, x := range e.During(a, late, "authorize") {
			switch {
			case slices.Contains(rule.Resources(x), p.resource):
				p.asked = append(p.asked, x)
			case !x.Start.After(a.End) && len(rule.Resources(x)) > 0 && !played(acts, a, x):
				p.strange = append(p.strange, x)
			}
		}
		out = append(out, p)
	}
	return out
}

// played tells whether an authorization names what another press of the device, at about
// the same time, has asked for.
func played(acts []*journal.Act, but *journal.Act, x *journal.Exchange) bool {
	const about = 15 * time.Second
	return slices.ContainsFunc(acts, func(a *journal.Act) bool {
		return a != but && a.Device == but.Device && x.Start.After(a.Start) && x.Start.Before(a.End.Add(about)) &&
			slices.Contains(rule.Resources(x), a.Text("resource"))
	})
}

// last is the authorization that counts: the one that was answered last.
func (p *press) last() *journal.Exchange {
	if len(p.asked) == 0 {
		return nil
	}
	return p.asked[len(p.asked)-1]
}

// permit is the decision that released the playback, with its answer; nil where none did.
func (p *press) permit() (*rule.Decision, *journal.Exchange) {
	x := p.last()
	if x == nil || !p.Answered() || !p.Flag("allowed") {
		return nil, nil
	}
	if d := rule.DecisionOn(x, p.resource); d != nil && d.Authorized {
		return d, x
	}
	return nil, nil
}
