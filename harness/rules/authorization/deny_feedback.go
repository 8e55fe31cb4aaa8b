package authorization

import "github.com/passproof/passproof/harness/rule"

// DenyFeedback: the app can tell why playback does not start.
var DenyFeedback = &rule.Rule{
	ID:        "AUTHZ-DENY-FEEDBACK",
	Phase:     rule.Authorization,
	Level:     rule.Should,
	Statement: "The reason of a denied authorization is there for the app: the code, or the message of Adobe or of the MVPD.",
	Why:       "“Cannot play” is a call to support; “ask the owner of the account about parental controls” is not.",
	Remedy:    "Pass the code, the message and the details of the error on, or map the codes to wording of your own.",
	Occasion:  "press of play that was denied with a reason",
	Missing:   "no press of play was denied with a reason, or what the app was told is not known",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-authorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "authorization-phase-faq5"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var denials []rule.Denied
		for _, p := range presses(e, 0) {
			x := p.last()
			if x == nil || !p.Answered() || p.Flag("allowed") {
				continue
			}
			if d := rule.DecisionOn(x, p.resource); d != nil && !d.Authorized && d.Error.Code != "" {
				denials = append(denials, rule.Denied{Act: p.Act, Exchange: x, Resource: p.resource, Why: d.Error})
			}
		}
		return rule.Surfaced(denials)
	},
}
