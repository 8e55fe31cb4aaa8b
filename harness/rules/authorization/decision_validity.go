package authorization

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DecisionValidity: a decision that is kept ends when it ends.
var DecisionValidity = &rule.Rule{
	ID:        "AUTHZ-DECISION-VALIDITY",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "An authorization decision that the service keeps, for what it shows, ends at its notAfter, at logout and with the profile; one without notAfter is not kept.",
	Why:       "Who has cancelled the package still sees it as his, and learns the truth from a player that does not start.",
	Remedy:    "Keep notAfter with the decision, drop decisions with the profile, and ask again when there is none.",
	Occasion:  "entitlement that an app asked for after its decision had ended",
	Missing:   "no app asked for an entitlement after its decision had ended",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "rest-api-v2-faqs", Anchor: "authorization-phase-faq9"},
	},
	Feature: rule.EntitlementState,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range e.Did(journal.Entitled) {
			if a.Answered() {
				cases = append(cases, stale(e, a)...)
			}
		}
		return cases
	},
}

// grace is how long a decision may count beyond its end: clocks differ.
const grace = 2 * time.Second

// stale judges what an app was shown by the last decision before, if that had ended.
func stale(e *rule.Evidence, a *journal.Act) []rule.Case {
	resource := a.Text("resource")
	var before *journal.Exchange
	var decision *rule.Decision
	for _, x := range e.Operations("authorize") {
		if d := rule.DecisionOn(x, resource); d != nil && x.End.Before(a.Start) && e.Name(x) == a.Device {
			before, decision = x, d
		}
	}
	if decision == nil || !decision.Authorized {
		return nil
	}
	why := ended(e, a, before, decision)
	if why == "" {
		return nil
	}
	for _, operation := range []string{"authorize", "preauthorize"} {
		for _, x := range e.During(a, 0, operation) {
			if slices.Contains(rule.Resources(x), resource) {
				return []rule.Case{rule.Prove(nil, before, x)}
			}
		}
	}
	if a.Flag("allowed") {
		return []rule.Case{rule.Prove(rule.Complain("%q is shown as allowed although %s; wanted it asked for again", resource, why), before, a)}
	}
	return []rule.Case{rule.Prove(nil, before, a)}
}

// ended says why a decision no longer counts; empty: it does, or may do.
func ended(e *rule.Evidence, a *journal.Act, before *journal.Exchange, d *rule.Decision) string {
	for _, end := range e.Ends(a.Device) {
		if end.At.After(before.End) && !end.Told().After(a.Start) {
			return end.Why
		}
	}
	switch end := rule.Instant(d.NotAfter); {
	case end.IsZero() && a.Start.After(before.End.Add(grace)):
		return "its decision has no notAfter"
	case !end.IsZero() && a.Start.After(end.Add(grace)):
		return "its decision has ended " + a.Start.Sub(end).Round(time.Second).String() + " ago"
	}
	return ""
}
