package degraded

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SessionAuthorize: under AuthNAll nobody signs in.
var SessionAuthorize = &rule.Rule{
	ID:        "DEGR-SESSION-AUTHORIZE",
	Phase:     rule.Degraded,
	Level:     rule.Must,
	Statement: "A session that answers authorize with the reason degraded leads straight to decisions: no code, no login page, no polls.",
	Why:       "AuthNAll is set because the MVPD's login does not work: whoever is sent there stays outside during the event that it was set for.",
	Remedy:    "Read actionName: on authorize, tell the app that it can go on and ask for decisions with the MVPD that was picked.",
	Occasion:  "login under AuthNAll with a playback after it",
	Missing:   "nobody signed in and played under AuthNAll",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-degraded-flows", Anchor: "workflow-perform-authentication-while-degradation-is-applied"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq19"},
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-authentication-phase"},
	},
	Feature: rule.DegradedAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		judged := map[journal.ID]bool{}
		for _, x := range e.Operations("createSession", "profilesByMvpd") {
			mvpd, ok := admitted(x)
			if !ok {
				continue
			}
			if len(e.Acts) == 0 {
				cases = append(cases, goesOn(e, x, mvpd)...)
				continue
			}
			if login := e.UnderWay(x, 0, journal.Login); login != nil && !judged[login.ID] {
				judged[login.ID] = true
				cases = append(cases, entered(e, x, login, mvpd)...)
			}
		}
		return cases
	},
}

// entered judges one login that AuthNAll has made needless.
func entered(e *rule.Evidence, x *journal.Exchange, login *journal.Act, mvpd string) []rule.Case {
	if what := login.Text("code") + login.Text("url"); what != "" && login.Answered() {
		return []rule.Case{rule.Prove(rule.Complain(
			"the app was told to send the user to a login (%s) although %s is degraded and the session had answered authorize; wanted none", what, mvpd), x, login)}
	}
	until := rule.Never
	for _, verb := range []string{journal.Restore, journal.Login} {
		if a := e.Next(login.Device, login.End, until, verb); a != nil {
			until = a.Start
		}
	}
	play := e.Next(login.Device, login.End, until, journal.Play)
	if play == nil {
		return nil
	}
	for _, poll := range e.Between(x.End, play.Start).Operations("profilesByCode") {
		if e.Name(poll) == login.Device {
			return []rule.Case{rule.Prove(rule.Complain("a code was polled after the session had answered authorize for the degraded %s; wanted decisions at once", mvpd), x, poll)}
		}
	}
	for _, decision := range e.During(play, 0, "authorize") {
		if decision.MVPD == mvpd {
			return []rule.Case{rule.Prove(nil, x, decision)}
		}
	}
	return []rule.Case{rule.Prove(rule.Complain("the next press of play asked for no decision of the degraded %s; wanted one, without a login", mvpd), x, play)}
}

// goesOn is for recorded traffic, which tells nothing of the app: the same device asked
// for a decision.
func goesOn(e *rule.Evidence, x *journal.Exchange, mvpd string) []rule.Case {
	for _, decision := range e.Between(x.End, rule.Never).Operations("authorize") {
		if decision.Device == x.Device && x.Device != "" && decision.MVPD == mvpd {
			return []rule.Case{rule.Prove(nil, x, decision)}
		}
	}
	return nil
}
