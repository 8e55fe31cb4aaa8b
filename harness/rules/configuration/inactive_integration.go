package configuration

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// InactiveIntegration: a provider that is switched off is no dead end.
var InactiveIntegration = &rule.Rule{
	ID:        "CFG-INACTIVE-INTEGRATION",
	Phase:     rule.Configuration,
	Level:     rule.Must,
	Statement: "When the user's MVPD is no longer integrated the app hears so, and the user can choose another one.",
	Why:       "A service that clings to a dead MVPD locks its customers out until they delete the app.",
	Remedy:    "On invalid_integration forget the remembered MVPD and its profile, answer the app, and let the next login name another MVPD.",
	Occasion:  "user whose MVPD was refused with invalid_integration",
	Missing:   "no user whose MVPD was refused with invalid_integration signed in with another one",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq8"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		first := map[string]*journal.Exchange{} // by device and MVPD
		var cases []rule.Case
		for _, x := range e.Operations("createSession", "profilesByMvpd", "preauthorize", "authorize", "logout") {
			who, mvpd := e.Name(x), used(x)
			key := who + "\x00" + mvpd
			if who == "" || mvpd == "" || first[key] != nil || !inactive(x) {
				continue
			}
			first[key] = x
			if a := asking(e, who, x); a != nil && !a.Answered() {
				cases = append(cases, rule.Prove(rule.Complain("the app of %s got no answer to %s (%s) when %q was no longer integrated; wanted to be told", who, a.Verb, a.Failure, mvpd), x, a))
				continue
			}
			cases = append(cases, another(e, who, mvpd, x)...)
		}
		return cases
	},
}

// inactive tells whether an answer, or a decision in it, says that there is no integration.
func inactive(x *journal.Exchange) bool {
	const code = "invalid_integration"
	for _, d := range rule.Decisions(x) {
		if d.Error.Code == code {
			return true
		}
	}
	return rule.Refused(x).Code == code
}

// asking is the act of the device's app during which an exchange was made, or nil.
func asking(e *rule.Evidence, who string, x *journal.Exchange) *journal.Act {
	for _, a := range e.Did(journal.Status, journal.Login, journal.Preauthorize, journal.Play, journal.Logout) {
		if a.Device == who && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return a
		}
	}
	return nil
}

// another judges the first login with another MVPD after the refusal.
func another(e *rule.Evidence, who, dead string, refused *journal.Exchange) []rule.Case {
	for _, a := range e.Did(journal.Login) {
		chosen := a.Text("mvpd")
		if a.Device != who || !a.Start.After(refused.Start) || chosen == "" || chosen == dead {
			continue
		}
		sessions := e.During(a, 0, "createSession")
		for _, x := range sessions {
			if used(x) == chosen && x.Response.Status/100 == 2 {
				return []rule.Case{rule.Prove(nil, refused, x, a)}
			}
		}
		if len(sessions) > 0 && used(sessions[len(sessions)-1]) == chosen {
			return nil // Adobe Pass refused that one too
		}
		return []rule.Case{rule.Prove(rule.Complain("%s could not sign in with %q after %q had been refused with invalid_integration: no session was created; wanted another provider to be possible", who, chosen, dead), refused, a)}
	}
	return nil
}
