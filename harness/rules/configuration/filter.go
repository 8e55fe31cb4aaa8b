package configuration

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
)

// Filter: what is no provider to sign in with is kept from the list.
var Filter = &rule.Rule{
	ID:        "CFG-FILTER",
	Phase:     rule.Configuration,
	Level:     rule.May,
	Statement: "The list may be filtered; a TempPass is no TV provider that a user picks.",
	Why:       "A free preview among the TV providers confuses users, and picking it ends in no login.",
	Remedy:    "Leave out entries with isTempPass, and MVPDs whose integration is still tested; offer free previews elsewhere.",
	Occasion:  "list of providers for which the configuration had a TempPass",
	Missing:   "no list of providers was shown for which the configuration had a TempPass",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-3-authenticate-the-user"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq7"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range pickers(e) {
			if p.last() == nil {
				continue
			}
			has, shown := false, ""
			for _, m := range rule.Providers(p.last()) {
				has = has || m.IsTempPass
				if m.IsTempPass && slices.Contains(p.shown, m.ID) {
					shown = m.ID
				}
			}
			switch {
			case shown != "":
				cases = append(cases, rule.Prove(rule.Complain("%s was shown %q, which is a TempPass; it may be left out", p.Device, shown), p.last(), p.Act))
			case has:
				cases = append(cases, rule.Prove(nil, p.last(), p.Act))
			}
		}
		return cases
	},
}
