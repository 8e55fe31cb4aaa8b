package logout

import (
	"net/url"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// FollowActions: what is left to do follows from the action of each removed profile.
var FollowActions = &rule.Rule{
	ID:        "LOGOUT-FOLLOW-ACTIONS",
	Phase:     rule.Logout,
	Level:     rule.Must,
	Statement: "Each entry of a logout answer is handled by its actionName: logout goes to a browser, complete and invalid leave nothing to do.",
	Why:       "Who takes invalid for an error tells a user who is signed out that it did not work; who reads one entry of two leaves a session at the MVPD.",
	Remedy:    "Go through all entries of logouts; hand out the url of logout, guide to the settings on partner_logout, and take everything else for done.",
	Occasion:  "logout whose answer leaves nothing to do, has several entries or an action that nobody knows",
	Missing:   "no logout was answered with complete, invalid, several entries or an unknown action",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-logout-phase"},
		{Page: "rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd", Anchor: "success"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-7-logout"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		all := signOuts(e)
		for _, s := range all {
			i := slices.IndexFunc(s.called, func(x *journal.Exchange) bool { return len(actions(x)) > 0 })
			if i < 0 {
				continue
			}
			x := s.called[i]
			todo := actions(x)
			if others(todo) || len(todo) > 1 && s.Text("url") == "" && swallowed(all) {
				continue
			}
			if c := followed(s, todo); c != nil {
				cases = append(cases, rule.Prove(c, x, s.Act))
			} else if again := s.called[i+1:]; len(again) > 0 {
				cases = append(cases, rule.Prove(rule.Complain("logout was called again %v after it had been answered with %s; wanted once", again[0].Start.Sub(x.End).Round(10*time.Millisecond), todo[0].Name), x, again[0]))
			} else if alive, ok := e.AliveAt(s.End.Add(time.Second)); ok {
				cases = append(cases, rule.Prove(nil, x, s.Act, alive))
			}
		}
		return cases
	},
}

// others tells whether the answer is the matter of other rules: one entry that wants a
// browser (LOGOUT-RETURN-URL), or one of a partner (LOGOUT-PARTNER).
func others(all []action) bool {
	return len(all) == 1 && all[0].Name == "logout" || slices.ContainsFunc(all, func(a action) bool { return a.Name == "partner_logout" })
}

// swallowed tells whether apps get no url even where it is all that a logout leaves to do:
// the matter of LOGOUT-RETURN-URL.
func swallowed(all []signOut) bool {
	return slices.ContainsFunc(all, func(s signOut) bool {
		return s.Text("url") == "" && slices.ContainsFunc(s.called, func(x *journal.Exchange) bool { return interactive(x) != "" })
	})
}

func followed(s signOut, all []action) *rule.Complaint {
	names := all[0].Name
	for _, a := range all[1:] {
		names += " and " + a.Name
	}
	switch open := slices.IndexFunc(all, func(a action) bool { return a.Name == "logout" && a.URL != "" }); {
	case !s.Answered():
		return rule.Complain("the app got no answer (%s) to a logout that Adobe Pass had answered with %s; wanted it done", s.Failure, names)
	case open >= 0 && !leads(s.Text("url"), all[open].URL):
		return rule.Complain("the app got the url %q where the entry logout, one of %d, has another; wanted that one", s.Text("url"), len(all))
	case s.Refused():
		return rule.Complain("the app heard that the logout has failed, which Adobe Pass had answered with %s; wanted it done", names)
	}
	return nil
}

// leads tells whether a url of the app is the one of an entry, made absolute or not.
func leads(to, entry string) bool {
	got, err := url.Parse(to)
	if err != nil || to == "" {
		return false
	}
	want, err := url.Parse(entry)
	return err == nil && got.Path == want.Path && got.RawQuery == want.RawQuery
}
