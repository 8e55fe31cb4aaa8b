package preauthorization

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// NotPlayback: a preauthorization permit never starts playback.
var NotPlayback = &rule.Rule{
	ID:        "PREAUTHZ-NOT-PLAYBACK",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "A preauthorization permit decorates the catalogue; it never releases playback.",
	Why:       "A preauthorization is a guess for many titles at once; the MVPD's word on this title, and the media token, come from the authorization alone.",
	Remedy:    "Call decisions/authorize for every press of play, whatever the catalogue says, and obey it.",
	Occasion:  "press of play for a resource that the catalogue permitted",
	Missing:   "no resource was played that had been permitted by a preauthorization",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-preauthorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "preauthorization-phase-faq7"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		permitted := map[string]*journal.Act{} // device and resource
		var cases []rule.Case
		for _, a := range e.Did(journal.Preauthorize, journal.Play) {
			if a.Verb == journal.Preauthorize {
				for _, r := range a.List("permitted") {
					permitted[a.Device+"\x00"+r] = a
				}
				continue
			}
			resource := a.Text("resource")
			before := permitted[a.Device+"\x00"+resource]
			if before == nil || !a.Answered() {
				continue
			}
			asked := slices.ContainsFunc(e.During(a, 0, "authorize"), func(x *journal.Exchange) bool { return slices.Contains(rule.Resources(x), resource) })
			switch {
			case asked:
				cases = append(cases, rule.Prove(nil, before, a))
			case reused(e, a): // the matter of AUTHZ-BEFORE-EVERY-PLAYBACK
			case a.Flag("allowed"):
				cases = append(cases, rule.Prove(rule.Complain("%q started to play on its preauthorization permit; wanted an authorization first", resource), before, a))
			}
		}
		return cases
	},
}

// reused tells whether an authorization of earlier may have released a playback.
func reused(e *rule.Evidence, a *journal.Act) bool {
	return slices.ContainsFunc(e.Operations("authorize"), func(x *journal.Exchange) bool {
		d := rule.DecisionOn(x, a.Text("resource"))
		return d != nil && d.Authorized && x.End.Before(a.Start) && e.Name(x) == a.Device
	})
}
