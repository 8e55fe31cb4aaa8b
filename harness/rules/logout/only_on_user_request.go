package logout

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// OnlyOnUserRequest: nobody is signed out but by himself.
var OnlyOnUserRequest = &rule.Rule{
	ID:        "LOGOUT-ONLY-ON-USER-REQUEST",
	Phase:     rule.Logout,
	Level:     rule.Should,
	Statement: "Logout is called only when the user asks for it, never because something was denied or failed.",
	Why:       "A user who lacks one channel is thrown out of all, and signs in again at the worst moment.",
	Remedy:    "Show the reason of a deny and leave the profile alone.",
	Occasion:  "signed-in device that was denied something, or logout",
	Missing:   "nothing was denied to a signed-in device",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-logout-phase"},
		{Page: "roku-sso-cookbook-rest-api-v2", Anchor: "faqs"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		if len(e.Acts) == 0 {
			return nil // recorded traffic does not tell what the user did
		}
		var cases []rule.Case
		unasked := map[string]bool{}
		for _, x := range e.Where(isLogout) {
			who := e.Name(x)
			if forPreview(e, x, who) {
				continue // the matter of TEMP-SWITCH-WITHOUT-LOGOUT
			}
			a := asked(e, x, who)
			if a != nil {
				cases = append(cases, rule.Prove(nil, a, x))
				continue
			}
			unasked[who] = true
			cases = append(cases, rule.Prove(rule.Complain("%s was signed out and its user had not asked; wanted no logout", who), x))
		}
		denied := map[string]bool{}
		for _, x := range e.Operations("authorize") {
			who := e.Name(x)
			if who == "" || denied[who] || unasked[who] || !deny(x) {
				continue
			}
			if alive, ok := e.AliveAt(x.End.Add(prompt)); ok {
				denied[who] = true
				cases = append(cases, rule.Prove(nil, x, alive))
			}
		}
		return cases
	},
}

// asked is the act of the user that explains a logout.
func asked(e *rule.Evidence, x *journal.Exchange, who string) *journal.Act {
	for _, a := range e.Did(journal.Logout) {
		if (a.Device == who || who == "") && !x.Start.Before(a.Start.Add(-time.Millisecond)) && !x.Start.After(a.End.Add(prompt)) {
			return a
		}
	}
	return nil
}

// forPreview tells whether a logout was called when a free preview was started.
func forPreview(e *rule.Evidence, x *journal.Exchange, who string) bool {
	for _, a := range e.Did(journal.Preview) {
		if a.Device == who && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return e.Declared.Has(rule.TemporaryAccess)
		}
	}
	return false
}

func deny(x *journal.Exchange) bool {
	for _, d := range rule.Decisions(x) {
		if !d.Authorized {
			return true
		}
	}
	return rule.Refused(x).Code != ""
}
