package authorization

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ResourceVerbatim: the resource arrives as the app named it.
var ResourceVerbatim = &rule.Rule{
	ID:        "AUTHZ-RESOURCE-VERBATIM",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "The resource that the app asks to play arrives at Adobe Pass unchanged, be it a text or MRSS.",
	Why:       "Resources are agreed with the MVPDs to the letter: an ampersand that is escaped twice names a channel that nobody has.",
	Remedy:    "Put the resource into the JSON body as it is: no HTML or XML escaping, no trimming, no normalizing of spaces or letters.",
	Occasion:  "press of play for which an authorization was asked",
	Missing:   "no press of play was followed by an authorization",
	Sources: []rule.Source{
		{Page: "decisions", Anchor: "resource-identifier"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range presses(e, 0, journal.Preview) {
			switch {
			case len(p.asked) > 0:
				cases = append(cases, rule.Prove(nil, p.Act, p.asked[0]))
			case len(p.strange) > 0:
				x := p.strange[0]
				cases = append(cases, rule.Prove(rule.Complain("%q was played and %q was asked for; wanted the same", p.resource, rule.Resources(x)[0]), p.Act, x))
			}
		}
		return cases
	},
}
