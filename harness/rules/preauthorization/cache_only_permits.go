package preauthorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// brief is how long a deny may be remembered.
const brief = time.Minute

// CacheOnlyPermits: what was denied is asked for again.
var CacheOnlyPermits = &rule.Rule{
	ID:        "PREAUTHZ-CACHE-ONLY-PERMITS",
	Phase:     rule.Preauthorization,
	Level:     rule.Should,
	Statement: "Denies and errors of a preauthorization are not kept: the next catalogue asks for them again.",
	Why:       "A user who buys the channel stays locked out until the service is restarted.",
	Remedy:    "Keep permits only; a deny or an error may be remembered for a minute at most.",
	Occasion:  "catalogue with a resource that was denied before",
	Missing:   "no catalogue was shown again with a resource that had been denied, or none late enough to tell",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-preauthorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "preauthorization-phase-faq4"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		denied := map[[2]string]*journal.Exchange{} // device and resource -> the deny
		var cases []rule.Case
		for _, v := range views(e, 0) {
			for _, r := range v.List("resources") {
				key := [2]string{v.Device, r}
				before := denied[key]
				d, x := v.final(r)
				switch {
				case before != nil && x != nil:
					cases = append(cases, rule.Prove(nil, before, x))
				case before != nil && v.Answered() && v.Start.Sub(before.End) > brief && !signedOut(e, v.Device, before.End, v.Start):
					cases = append(cases, rule.Prove(rule.Complain("%q was not asked for again %v after the deny; wanted denies remembered for %v at most",
						r, v.Start.Sub(before.End).Round(time.Second), brief), before, v.Act))
				}
				switch {
				case x == nil:
				case d != nil && !d.Authorized:
					denied[key] = x
				default:
					delete(denied, key)
				}
			}
		}
		return cases
	},
}

// signedOut tells whether the user of a device signed out, or Adobe Pass said that the
// profile is gone, between two instants.
func signedOut(e *rule.Evidence, device string, from, to time.Time) bool {
	for _, end := range e.Ends(device) {
		if end.At.After(from) && !end.At.After(to) {
			return true
		}
	}
	return false
}
