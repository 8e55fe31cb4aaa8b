package preauthorization

import "github.com/passproof/passproof/harness/rule"

// DenyFeedback: the app can tell why a title is locked.
var DenyFeedback = &rule.Rule{
	ID:        "PREAUTHZ-DENY-FEEDBACK",
	Phase:     rule.Preauthorization,
	Level:     rule.Should,
	Statement: "The reason of a denied preauthorization is there for the app: the code, or the message of Adobe or of the MVPD.",
	Why:       "A lock without a reason makes the user call support; “not in your package” sells the package.",
	Remedy:    "Pass the code, the message and the details of the error on with the resource, or map the codes to wording of your own.",
	Occasion:  "resource of a catalogue that was denied with a reason",
	Missing:   "no resource of a catalogue was denied with a reason, or what the app was told is not known",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-preauthorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "preauthorization-phase-faq5"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var denials []rule.Denied
		for _, v := range views(e, 0) {
			for _, r := range v.List("resources") {
				d, x := v.final(r)
				if d != nil && !d.Authorized && d.Error.Code != "" && v.Answered() && !v.shows(r) {
					denials = append(denials, rule.Denied{Act: v.Act, Exchange: x, Resource: r, Why: d.Error})
				}
			}
		}
		return rule.Surfaced(denials)
	},
}
