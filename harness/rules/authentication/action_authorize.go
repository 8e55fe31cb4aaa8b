package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ActionAuthorize: who needs no login is not asked to log in.
var ActionAuthorize = &rule.Rule{
	ID:        "AUTHN-ACTION-AUTHORIZE",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "When a session is answered with actionName authorize, login is skipped and decisions follow; there is no code and nothing to poll.",
	Why:       "The user is signed in already; a service that waits for a code waits for ever.",
	Remedy:    "Follow actionName: on authorize tell the app that the user is signed in, and ask for decisions with the mvpd of the answer.",
	Occasion:  "login that was answered with actionName authorize",
	Missing:   "no session was answered with actionName authorize and followed by a press of play",
	Sources: []rule.Source{
		{Page: "rest-api-v2-basic-authentication-primary-application-flow", Anchor: "workflow-perform-authentication-completed-on-primary-application"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "success"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("createSession") {
			s, ok := rule.SessionOf(x)
			who := e.Name(x)
			if !ok || s.Action != "authorize" || who == "" {
				continue
			}
			login := during(e, who, x, journal.Login)
			if login == nil {
				continue
			}
			for _, c := range skipped(e, who, x, s, login) {
				if c.Complaint == nil || s.Reason != "degraded" && s.Reason != "temporary" {
					cases = append(cases, c) // those have rules of their own
				}
			}
		}
		return cases
	},
}

// during is the act of the device of one of the verbs in which an exchange was made, or nil.
func during(e *rule.Evidence, who string, x *journal.Exchange, verbs ...string) *journal.Act {
	for _, a := range e.Did(verbs...) {
		if a.Device == who && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return a
		}
	}
	return nil
}

// skipped judges what became of a login that was not needed.
func skipped(e *rule.Evidence, who string, x *journal.Exchange, s rule.Session, login *journal.Act) []rule.Case {
	told, said := login.Answer["signedIn"].(bool)
	switch {
	case !login.Answered():
		return []rule.Case{rule.Prove(rule.Complain("the app of %s got no answer to its login (%s) when none was needed; wanted to be told that the user is signed in", who, login.Failure), x, login)}
	case login.Text("code") != "":
		return []rule.Case{rule.Prove(rule.Complain("the app of %s was given the code %q although no login was needed (%s); wanted none", who, login.Text("code"), s.Reason), x, login)}
	case said && !told:
		return []rule.Case{rule.Prove(rule.Complain("the app of %s was not told that its user is signed in (%s); wanted the login to be skipped", who, s.Reason), x, login)}
	}
	if poll := phantom(e, who, x); poll != nil {
		return []rule.Case{rule.Prove(rule.Complain("the code %q was polled for %s although there is none; wanted no poll", poll.Code, who), x, poll)}
	}
	for _, a := range e.Did(journal.Play, journal.Login, journal.Logout) {
		if a.Device != who || !a.Start.After(login.End) {
			continue
		}
		if a.Verb != journal.Play {
			return nil
		}
		for _, y := range e.During(a, 0, "authorize") {
			if y.MVPD == s.MVPD {
				return []rule.Case{rule.Prove(nil, x, y)}
			}
		}
		return []rule.Case{rule.Prove(rule.Complain("%s pressed play after a login that was not needed (%s), and no decision was asked for with %q; wanted decisions to follow", who, s.Reason, s.MVPD), x, a)}
	}
	return nil
}

// phantom is a poll for a code that nobody was given, within 20 s after x; nil: none.
func phantom(e *rule.Evidence, who string, x *journal.Exchange) *journal.Exchange {
	given := map[string]bool{}
	for _, y := range e.Operations("createSession") {
		if s, ok := rule.SessionOf(y); ok {
			given[s.Code] = s.Code != ""
		}
	}
	for _, y := range e.Operations("profilesByCode") {
		if e.Name(y) == who && !given[y.Code] && y.Start.After(x.End) && y.Start.Before(x.End.Add(20*time.Second)) {
			return y
		}
	}
	return nil
}
