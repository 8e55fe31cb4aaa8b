package logout

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Partner: the system has to be told as well.
var Partner = &rule.Rule{
	ID:        "LOGOUT-PARTNER",
	Phase:     rule.Logout,
	Level:     rule.Must,
	Statement: "On partner_logout the app is told to send the user to the TV provider settings of the system.",
	Why:       "The system signs the user in again at the next start: he cannot get out.",
	Remedy:    "Pass the action on as an instruction of its own; it has no url, and the user is not out before he has signed out in the settings.",
	Occasion:  "logout that has to be finished in the settings of the system",
	Missing:   "no logout was answered with partner_logout",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-logout-phase"},
		{Page: "rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd", Anchor: "success"},
		{Page: "apple-sso-cookbook-rest-api-v2", Anchor: "workflow"},
	},
	Feature: rule.AppleSSO,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := signOuts(e)
		var cases []rule.Case
		for _, s := range all {
			for _, x := range s.called {
				if slices.ContainsFunc(actions(x), func(a action) bool { return a.Name == "partner_logout" }) {
					cases = append(cases, guided(all, s, x)...)
				}
			}
		}
		return cases
	},
}

// guided judges what the app was told. Words that it hears at no other logout are as good
// as the flag of the mapping; a driver that keeps neither shows nothing.
func guided(all []signOut, s signOut, x *journal.Exchange) []rule.Case {
	_, told := s.Answer["texts"]
	switch {
	case !s.Answered():
		return []rule.Case{rule.Prove(rule.Complain("the app got no answer (%s) to a logout that has no url; wanted the way to the settings of the system", s.Failure), x, s.Act)}
	case s.Flag("settings"), told && ownWords(all, s):
		return []rule.Case{rule.Prove(nil, x, s.Act)}
	case !told && s.Answer["settings"] == nil:
		return nil
	}
	return []rule.Case{rule.Prove(rule.Complain("the app was told nothing that it is not told at other logouts; wanted the way to the settings of the system"), x, s.Act)}
}

// ownWords tells whether an answer says what no plain logout has said.
func ownWords(all []signOut, s signOut) bool {
	said := s.List("texts")
	return len(said) > 0 && !slices.ContainsFunc(all, func(other signOut) bool {
		plain := len(other.called) > 0 && !slices.ContainsFunc(actions(other.called[0]), func(a action) bool { return a.Name == "partner_logout" })
		return plain && slices.Equal(other.List("texts"), said)
	}) && s.Text("url") == ""
}
