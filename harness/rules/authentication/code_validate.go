package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// CodeValidate: codes that were typed are checked.
var CodeValidate = &rule.Rule{
	ID:        "AUTHN-CODE-VALIDATE",
	Phase:     rule.Authentication,
	Level:     rule.Should,
	Statement: "A code that was typed on a second screen is checked before the login page is opened; a wrong or expired one is reported to the user.",
	Why:       "Who mistypes a code stands before an error page of somebody else and does not know what to do.",
	Remedy:    "Ask GET or POST sessions/{code} first, and tell the user to get a new code when it is not known.",
	Occasion:  "code that was submitted on a second screen",
	Missing:   "no code was submitted on a second screen where the service lets codes through",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-authentication-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq5"},
		{Page: "rest-api-v2-basic-authentication-secondary-application-flow", Anchor: "workflow-perform-authentication-within-secondary-application-with-preselected-mvpd"},
	},
	Feature: rule.SecondScreen,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		ends, through := lifetimes(e), admission(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Activate) {
			code := typed(a)
			end, given := ends[code]
			check := checked(e, a, code)
			switch good := given && (end.IsZero() || a.End.Before(end)); {
			case !a.Answered():
				cases = append(cases, rule.Prove(rule.Complain("the second screen got no answer about the code %q (%s); wanted to be told", a.Text("code"), a.Failure), a))
			case good && a.Text("url") != "" && check == nil:
				cases = append(cases, rule.Prove(rule.Complain("the user was sent to the login page of %s, which had not been checked; wanted GET or POST sessions/%s first", code, code), a))
			case good && a.Text("url") != "":
				cases = append(cases, rule.Prove(nil, check, a))
			case !given && a.Text("url") != "":
				cases = append(cases, rule.Prove(rule.Complain("the user was sent to the login page with %q, which is no code; wanted to be told to get a new one", a.Text("code")), a))
			case given && a.Start.After(end.Add(skew)) && !end.IsZero() && a.Text("url") != "":
				cases = append(cases, rule.Prove(rule.Complain("the user was sent to the login page of %s, which had expired %v before; wanted to be told to get a new one", code, a.Start.Sub(end).Round(time.Second)), a))
			case a.Text("url") == "" && !good && check != nil:
				cases = append(cases, rule.Prove(nil, check, a))
			case a.Text("url") == "" && !good && through != nil:
				cases = append(cases, rule.Prove(nil, through, a)) // by what the service knows itself
			}
		}
		return cases
	},
}

// lifetimes are the codes that Adobe Pass has given out, with their ends.
func lifetimes(e *rule.Evidence) map[string]time.Time {
	out := map[string]time.Time{}
	for _, x := range e.Operations("createSession") {
		if s, ok := rule.SessionOf(x); ok && s.Code != "" {
			out[s.Code] = s.NotAfter
		}
	}
	return out
}

// admission is the first time that a second screen was sent to a login page; nil: never.
// Who turns down every code has not checked any.
func admission(e *rule.Evidence) *journal.Act {
	for _, a := range e.Did(journal.Activate) {
		if a.Answered() && a.Text("url") != "" {
			return a
		}
	}
	return nil
}

// checked is the call that checked a code while it was being submitted, or nil.
func checked(e *rule.Evidence, a *journal.Act, code string) *journal.Exchange {
	for _, x := range e.Operations("session", "resumeSession") {
		if x.Code == code && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return x
		}
	}
	return nil
}
