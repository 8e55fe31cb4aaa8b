package authentication

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileCheckFirst: the service looks for a profile before it offers a login.
var ProfileCheckFirst = &rule.Rule{
	ID:        "AUTHN-PROFILE-CHECK-FIRST",
	Phase:     rule.Authentication,
	Level:     rule.Should,
	Statement: "Before it creates a session the service looks for an existing profile of the device.",
	Why:       "A user who is signed in already, through single sign-on say, is asked to sign in again.",
	Remedy:    "Call GET profiles on a first visit, or profiles/{mvpd} when a provider is remembered, once before POST sessions.",
	Occasion:  "login for which a session was created",
	Missing:   "no session was created for a device that was played",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-2-check-for-existing-authenticated-profiles"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq10"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		lookups, ended := map[string]journal.Entry{}, map[string]journal.Entry{}
		var cases []rule.Case
		for _, x := range e.Operations("profiles", "profilesByMvpd", "createSession", "logout") {
			who := e.Name(x)
			if who == "" {
				continue
			}
			switch x.Operation {
			case "logout":
				// A logout answer tells that there is no profile any more; a lookup of
				// before it still counts, since nothing but a login could change that.
				ended[who] = x
			case "createSession":
				if rule.Refused(x).Code != "" || x.Response.Status/100 != 2 {
					continue
				}
				if look := lookups[who]; look != nil {
					cases = append(cases, rule.Prove(nil, look, x))
				} else if out := ended[who]; out != nil {
					cases = append(cases, rule.Prove(nil, out, x))
				} else {
					cases = append(cases, rule.Prove(rule.Complain("a session was created for %s, which had not been looked up; wanted one GET profiles or profiles/{mvpd} before", who), x))
				}
			default:
				lookups[who] = x
			}
		}
		return cases
	},
}
