package authorization

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DenyWins: nothing plays that was not permitted.
var DenyWins = &rule.Rule{
	ID:        "AUTHZ-DENY-WINS",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "Playback starts only on authorized=true for the resource that was asked for; a deny comes inside HTTP 200.",
	Why:       "Who looks at the status alone, or plays on when an answer fails, gives away what the MVPD has not sold.",
	Remedy:    "Find the decision of the resource in the answer and start only if authorized is true; fail closed on everything else.",
	Occasion:  "press of play that was not permitted",
	Missing:   "no press of play was denied or failed",
	Sources: []rule.Source{
		{Page: "decisions", Anchor: "authorization-decisions"},
		{Page: "rest-api-v2-basic-authorization-primary-application-flow", Anchor: "workflow-retrieve-authorization-decisions-using-specific-mvpd"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range presses(e, 0, journal.Preview) {
			x := p.last()
			if x == nil || !p.Answered() {
				continue
			}
			d := rule.DecisionOn(x, p.resource)
			permitted := d != nil && d.Authorized
			switch {
			case p.Flag("allowed") && !permitted:
				cases = append(cases, rule.Prove(rule.Complain("%q started to play although %s; wanted a deny to win", p.resource, said(x.Response.Status, d)), x, p.Act))
			case p.Flag("allowed") && d.Token.Serialized == "":
				cases = append(cases, rule.Prove(rule.Warn("%q started to play on a permit without a media token, which is undocumented", p.resource), x, p.Act))
			case !permitted:
				cases = append(cases, rule.Prove(nil, x, p.Act))
			}
		}
		return cases
	},
}

// said is what Adobe Pass answered.
func said(status int, d *rule.Decision) string {
	switch {
	case d != nil && d.Error.Code != "":
		return "Adobe Pass said " + d.Error.Code
	case d != nil:
		return "Adobe Pass said authorized=false"
	case status/100 == 2:
		return "the answer has no decision about it"
	case status == 0:
		return "Adobe Pass did not answer"
	}
	return "Adobe Pass answered with an error"
}
