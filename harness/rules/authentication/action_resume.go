package authentication

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// mostRepeats is how often a session request may be repeated for what it lacks.
const mostRepeats = 3

// ActionResume: sessions that lack something are completed.
var ActionResume = &rule.Rule{
	ID:        "AUTHN-ACTION-RESUME",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "A session that lacks parameters is completed by POST sessions/{code}; on retry what is missing is supplied, a bounded number of times.",
	Why:       "The login page of an incomplete session shows an error, and a loop that never supplies what is missing never ends.",
	Remedy:    "Send mvpd, domainName and redirectUrl with the code, read missingParameters when the answer is retry, and open the url only when it is authenticate.",
	Occasion:  "code of an incomplete session that was submitted on a second screen",
	Missing:   "no code of an incomplete session was submitted on a second screen",
	Sources: []rule.Source{
		{Page: "rest-api-v2-basic-authentication-secondary-application-flow", Anchor: "workflow-perform-authentication-within-secondary-application-without-preselected-mvpd"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "success"},
		{Page: "rest-api-v2-sessions-apis-resume-authentication-session", Anchor: "success"},
	},
	Feature: rule.SecondScreen,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		incomplete := map[string]*journal.Exchange{}
		for _, x := range e.Operations("createSession") {
			if s, ok := rule.SessionOf(x); ok && s.Action == "resume" {
				incomplete[s.Code] = x
			}
		}
		var cases []rule.Case
		for _, a := range e.Did(journal.Activate) {
			code := typed(a)
			if x := incomplete[code]; x != nil && x.End.Before(a.Start) {
				cases = append(cases, completed(e, a, x, code)...)
			}
		}
		return cases
	},
}

// typed is the code that a user has submitted, as anybody would understand it.
func typed(a *journal.Act) string { return strings.ToUpper(strings.TrimSpace(a.Text("code"))) }

// completed judges one submission of the code of an incomplete session.
func completed(e *rule.Evidence, a *journal.Act, created *journal.Exchange, code string) []rule.Case {
	all := resumes(e, a, code)
	state, by := standingOf(e, a, created, code)
	if complaint, proof := unsupplied(all); complaint != nil {
		return []rule.Case{rule.Prove(complaint, proof...)}
	}
	switch {
	case len(all) > 1+mostRepeats:
		return []rule.Case{rule.Prove(rule.Complain("the session of %s was completed %d times on one submission; wanted at most %d repeats", code, len(all), mostRepeats), a, all[1+mostRepeats])}
	case a.Answered() && a.Text("url") != "" && state.Action != "authenticate":
		return []rule.Case{rule.Prove(rule.Complain("the browser was sent to the login page of %s, whose session lacks %s; wanted it completed first", code, strings.Join(state.Missing, " and ")), by, a)}
	case len(all) > 0 && (state.Action == "authenticate" || state.Action == "authorize" || state.Action == "retry" && a.Answered()):
		return []rule.Case{rule.Prove(nil, created, all[len(all)-1])}
	}
	return nil // refused, say
}

// resumes are the calls that completed a session while the code was being submitted.
func resumes(e *rule.Evidence, a *journal.Act, code string) []*journal.Exchange {
	return slices.DeleteFunc(e.Operations("resumeSession"), func(x *journal.Exchange) bool {
		return x.Code != code || x.Start.Before(a.Start) || x.Start.After(a.End)
	})
}

// standingOf is what Adobe Pass said last about a session until the submission was answered.
func standingOf(e *rule.Evidence, a *journal.Act, created *journal.Exchange, code string) (rule.Session, *journal.Exchange) {
	by := created
	for _, x := range e.Operations("resumeSession") {
		if _, ok := rule.SessionOf(x); ok && x.Code == code && !x.Start.After(a.End) {
			by = x
		}
	}
	s, _ := rule.SessionOf(by)
	return s, by
}

// unsupplied finds a repeat that lacks what the answer before had named.
func unsupplied(all []*journal.Exchange) (*rule.Complaint, []journal.Entry) {
	for i, x := range all[:max(0, len(all)-1)] {
		s, ok := rule.SessionOf(x)
		form, err := all[i+1].Request.Form()
		if !ok || s.Action != "retry" || err != nil {
			continue
		}
		for _, name := range s.Missing {
			if form.Get(map[string]string{"domain": "domainName"}[name]) == "" && form.Get(name) == "" {
				return rule.Complain("the session of %s lacks %s, and the next call did not supply it; wanted what missingParameters names", x.Code, name), []journal.Entry{x, all[i+1]}
			}
		}
	}
	return nil, nil
}
