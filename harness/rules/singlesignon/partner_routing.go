package singlesignon

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PartnerRouting: what Adobe Pass answers to a partner's session is done.
var PartnerRouting = &rule.Rule{
	ID:      "SSO-PARTNER-ROUTING",
	Phase:   rule.SingleSignOn,
	Level:   rule.Must,
	Feature: rule.AppleSSO,
	Statement: "The answer of sessions/sso/{partner} is followed by its actionName: partner_profile hands the authentication request to the app, " +
		"authenticate and resume go on with the regular flow and its code, authorize goes on without a login.",
	Why:      "A fallback that is taken for an error leaves the user without any way in; a poll after partner_profile asks for a code that does not exist.",
	Remedy:   "Switch over actionName: give request and attributesNames to the app, or its code and url, or tell it that the user is signed in.",
	Occasion: "answer to a partner's session",
	Missing:  "no login led to a session of the partner",
	Sources: []rule.Source{
		{Page: "rest-api-v2-partner-single-sign-on-apis-retrieve-partner-authentication-request", Anchor: "success"},
		{Page: "rest-api-v2-single-sign-on-partner-flows", Anchor: "workflow-retrieve-partner-authentication-request"},
		{Page: "rest-api-v2-faqs", Anchor: "apple-sso-faq8"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("partnerSession") {
			answer, ok := readPartner(x)
			a := e.UnderWay(x, late, journal.Login)
			if !ok || a == nil {
				continue
			}
			switch answer.Action {
			case "partner_profile":
				cases = append(cases, handsOver(e, x, a, answer))
			case "authenticate", "resume", "retry":
				cases = append(cases, fallsBack(e, x, a, answer)...)
			case "authorize":
				var c *rule.Complaint
				if !a.Flag("signedIn") {
					c = rule.Complain("sessions/sso says authorize, and the app was not told that the user is signed in; wanted no login")
				}
				cases = append(cases, rule.Prove(c, x, a))
			}
		}
		return cases
	},
}

// handsOver judges partner_profile: the app gets what the framework needs, and nobody
// polls for a code.
func handsOver(e *rule.Evidence, x *journal.Exchange, a *journal.Act, answer partnerAnswer) rule.Case {
	if a.Text("request") != answer.Request {
		return rule.Prove(rule.Complain("sessions/sso says partner_profile, and the app was not given the authentication request; wanted it unchanged"), x, a)
	}
	given := a.List("attributeNames")
	if slices.ContainsFunc(answer.Names, func(name string) bool { return !slices.Contains(given, name) }) {
		return rule.Prove(rule.Complain("the app was given the attribute names %q; wanted %q", given, answer.Names), x, a)
	}
	for _, p := range e.Operations("profilesByCode") {
		if p.Code != "" && p.Code == answer.ID {
			return rule.Prove(rule.Complain("a poll followed on partner_profile, with the id of the session for a code; wanted none"), x, p)
		}
	}
	return rule.Prove(nil, x, a)
}

// pollsFrom is how soon after a login polls begin at the latest.
const pollsFrom = 20 * time.Second

// fallsBack judges authenticate and resume: the app gets a code, and it is polled for.
func fallsBack(e *rule.Evidence, x *journal.Exchange, a *journal.Act, answer partnerAnswer) []rule.Case {
	code := a.Text("code")
	switch {
	case !a.Answered():
		return []rule.Case{rule.Prove(rule.Complain("sessions/sso says %s (%s), and the login was not answered: %s; wanted the regular flow", answer.Action, answer.Reason, a.Failure), x, a)}
	case code == "":
		return []rule.Case{rule.Prove(rule.Complain("sessions/sso says %s (%s), and the app got no code; wanted the regular flow", answer.Action, answer.Reason), x, a)}
	}
	for _, p := range e.Operations("profilesByCode") {
		if p.Code == code && p.Start.After(x.End) {
			return []rule.Case{rule.Prove(nil, x, a, p)}
		}
	}
	alive, ok := e.AliveAt(a.End.Add(pollsFrom))
	if !ok || e.Next(a.Device, a.End, rule.Never, journal.Login) != nil {
		return nil
	}
	return []rule.Case{rule.Prove(rule.Complain("sessions/sso says %s, and nobody polled for the code %s; wanted the regular flow", answer.Action, code), x, a, alive)}
}
