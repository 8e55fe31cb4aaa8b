package authentication

import "github.com/passproof/passproof/harness/rule"

// PollStartSecondary: with a code on the screen polls begin at once.
var PollStartSecondary = &rule.Rule{
	ID:        "AUTHN-POLL-START-SECONDARY",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "When the user signs in on a second screen, polling starts straight after the session was created.",
	Why:       "A television that begins late stands there with a code that was used long ago.",
	Remedy:    "Start the loop when the answer of POST sessions has come and the app shows the code.",
	Occasion:  "login on a second screen",
	Missing:   "no login on a second screen was waited for",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
	},
	Feature: rule.SecondScreen,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := attempts(e)
		var cases []rule.Case
		for _, a := range all {
			if a.session == nil || began(e, a.code, "secondary") == nil {
				continue
			}
			first := firstPoll(a)
			switch {
			case first != nil:
				cases = append(cases, rule.Prove(late(a.code, first.Start.Sub(a.session.End), "the session was created"), a.session, first))
			case replaced(a, all, a.session.End.Add(atLast)) || !a.notAfter.IsZero() && a.notAfter.Before(a.session.End.Add(atLast)):
				// There was nothing to wait for any more.
			default:
				cases = append(cases, never(e, a, a.session.End, "the session was created", a.session)...)
			}
		}
		return cases
	},
}
