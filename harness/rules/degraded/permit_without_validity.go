package degraded

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PermitWithoutValidity: a permit is a permit, whoever gave it.
var PermitWithoutValidity = &rule.Rule{
	ID:        "DEGR-PERMIT-WITHOUT-VALIDITY",
	Phase:     rule.Degraded,
	Level:     rule.Must,
	Statement: "A permit with the source degradation starts playback like any other, also without notBefore and notAfter and without a profile.",
	Why:       "Permits under AuthZAll have no interval: a service that takes a missing end for a past one denies everybody whom the Programmer wanted to let in.",
	Remedy:    "Start playback on authorized=true with the media token of the answer; treat notBefore and notAfter of a decision as optional.",
	Occasion:  "press of play that a rule of degradation has permitted",
	Missing:   "no press of play was permitted by a rule of degradation",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-degraded-flows", Anchor: "workflow-retrieve-authorization-decisions-while-degradation-is-applied"},
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "samples"},
	},
	Feature: rule.DegradedAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, play := range e.Did(journal.Play) {
			x := asked(e, play)
			if x == nil {
				continue
			}
			if d := rule.DecisionOn(x, play.Text("resource")); d != nil && d.Authorized && d.Source == degradation {
				cases = append(cases, rule.Prove(honoured(play, d), x, play))
			}
		}
		return cases
	},
}

func honoured(play *journal.Act, d *rule.Decision) *rule.Complaint {
	permit := "the permit of a degradation rule"
	if d.NotAfter == nil {
		permit += " without an interval"
	}
	token := play.Text("mediaToken")
	switch {
	case !play.Answered():
		return rule.Complain("the app got no answer after %s for %q (%s); wanted playback", permit, d.Resource, play.Failure)
	case !play.Flag("allowed"):
		return rule.Complain("the app was denied %q after %s; wanted playback", d.Resource, permit)
	case token != "" && token != d.Token.Serialized && !rule.Reshaped(token, d.Token.Serialized):
		return rule.Complain("the app got another media token for %q than %s carries; wanted that one", d.Resource, permit)
	}
	return nil
}
