package defects

import (
	"net/http"
	"slices"

	"github.com/passproof/passproof/harness/reference"
)

// A Defect is one deliberate bug.
type Defect struct {
	Name    string
	Summary string   // what the service does wrong, one sentence
	Breaks  []string // IDs of the rules that it must break
	Follows []string // IDs of rules that it may break too: what comes of the fault is against them as well
	Chatty  bool     // it makes more calls than need be, so that devices may run into the throttle

	// Decide spoils a decision of the service; nil: none.
	Decide func(*reference.Policy)
	// Wire spoils what goes to Adobe Pass; nil: nothing.
	Wire func(http.RoundTripper) http.RoundTripper
}

// May are the rules that the defect may break beside those that it must.
func (d Defect) May() []string {
	if !d.Chatty {
		return d.Follows
	}
	out := append(slices.Clone(d.Follows), "ERR-429-COOLDOWN", "NET-THROTTLE-BUDGET")
	slices.Sort(out)
	return slices.Compact(out)
}

// Find returns the defect of that name.
func Find(name string) (Defect, bool) {
	i := slices.IndexFunc(All, func(d Defect) bool { return d.Name == name })
	if i < 0 {
		return Defect{}, false
	}
	return All[i], true
}

// Breaking returns the defects that break a rule.
func Breaking(rule string) []Defect {
	var out []Defect
	for _, d := range All {
		if slices.Contains(d.Breaks, rule) {
			out = append(out, d)
		}
	}
	return out
}
