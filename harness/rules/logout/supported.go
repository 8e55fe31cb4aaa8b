package logout

import (
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// prompt is how soon a logout must reach Adobe Pass.
const prompt = 5 * time.Second

// Supported: a logout of the user is a logout at Adobe Pass.
var Supported = &rule.Rule{
	ID:        "LOGOUT-SUPPORTED",
	Phase:     rule.Logout,
	Level:     rule.Must,
	Statement: "When the user signs out, the service calls the logout API of Adobe Pass.",
	Why:       "A profile that is forgotten only here lives on at Adobe Pass: at the next lookup the user is signed in again.",
	Remedy:    "Call GET logout/{mvpd} with the MVPD of the profile whenever the user signs out.",
	Occasion:  "signed-in user who signs out",
	Missing:   "no signed-in user signed out",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-logout-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-7-logout"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		before := map[string]time.Time{} // when a device signed out last
		for _, a := range e.Did(journal.Logout) {
			in := signedIn(e, a.Device, before[a.Device], a.Start)
			before[a.Device] = a.End
			if in == nil || saysSignedOut(e, a, in) {
				continue
			}
			called := e.Where(func(x *journal.Exchange) bool {
				return isLogout(x) && e.Name(x) == a.Device && !x.Start.Before(a.Start) && !x.Start.After(a.End.Add(prompt))
			})
			if len(called) > 0 {
				cases = append(cases, rule.Prove(nil, a, called[0]))
			} else {
				cases = append(cases, rule.Prove(rule.Complain("%s signed out and Adobe Pass was not told within %v; wanted GET logout/{mvpd}", a.Device, prompt), in, a))
			}
		}
		return cases
	},
}

// saysSignedOut tells whether the service itself had told the app, before the user
// signed out, that nobody is signed in: it has lost the profile, which is another matter.
func saysSignedOut(e *rule.Evidence, logout *journal.Act, in *journal.Exchange) bool {
	out := false
	for _, a := range e.Did(journal.Status) {
		if a.Device == logout.Device && a.Answered() && a.Start.After(in.End) && a.End.Before(logout.Start) {
			out = !a.Flag("signedIn")
		}
	}
	return out
}

// isLogout tells a logout call, at its right path or at a wrong one.
func isLogout(x *journal.Exchange) bool {
	if x.Party == journal.Browser {
		return false
	}
	path := x.Request.Path()
	return x.Operation == "logout" || x.Operation == "" && strings.HasPrefix(path, "/api/v2/") && strings.Contains(path, "/logout")
}

// signedIn is the answer that gave the device its profile between two instants.
func signedIn(e *rule.Evidence, device string, from, to time.Time) *journal.Exchange {
	all := e.Operations("profiles", "profilesByMvpd", "profilesByCode")
	for _, x := range e.Operations("preauthorize", "authorize") {
		if x.End.After(from) && x.End.Before(to) && e.Name(x) == device && rule.Gone(x) {
			from = x.End // Adobe Pass itself has said that the profile is gone
		}
	}
	i := slices.IndexFunc(all, func(x *journal.Exchange) bool {
		return x.End.After(from) && x.End.Before(to) && e.Name(x) == device && rule.HasProfile(x)
	})
	if i < 0 {
		return nil
	}
	return all[i]
}
