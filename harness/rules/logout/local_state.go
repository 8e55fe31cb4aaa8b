package logout

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// LocalState: who has signed out is signed out.
var LocalState = &rule.Rule{
	ID:        "LOGOUT-LOCAL-STATE",
	Phase:     rule.Logout,
	Level:     rule.Must,
	Statement: "After a logout the service no longer takes the user for signed in: no profile, no metadata, no playback.",
	Why:       "The next person at the device sees the name and the package of the one before.",
	Remedy:    "Drop the profile and all that hangs on it when the user signs out; keep the credentials and the device id.",
	Occasion:  "signed-out user whose app asks for something",
	Missing:   "no app asked for anything after its user had signed out",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-7-logout"},
		{Page: "rest-api-v2-glossary", Anchor: "logout"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, s := range signOuts(e) {
			if !s.Answered() || !slices.ContainsFunc(s.called, func(x *journal.Exchange) bool { return len(actions(x)) > 0 }) {
				continue // not told to Adobe Pass: LOGOUT-SUPPORTED
			}
			for _, a := range signedOut(e, s) {
				cases = append(cases, rule.Prove(forgotten(a), s.Act, a))
			}
		}
		return cases
	},
}

// signedOut are the questions of the app until somebody signs in again, be it that Adobe
// Pass itself hands out another profile. Permits are the matter of PREAUTHZ-CACHE-INVALIDATE,
// credentials and identifiers of REG-CREDENTIALS-REUSE and HDR-DEVICE-ID-STABLE.
func signedOut(e *rule.Evidence, s signOut) []*journal.Act {
	var out []*journal.Act
	for _, a := range e.Acts {
		if a.Device != s.Device || !a.Start.After(s.End) {
			continue
		}
		switch a.Verb {
		case journal.Login, journal.Logout, journal.Partner, journal.Preview:
			return out
		case journal.Status, journal.Metadata, journal.Play:
			if readmitted(e, s, a) {
				return out
			}
			if a.Answered() {
				out = append(out, a)
			}
		}
	}
	return out
}

// readmitted tells whether Adobe Pass has let the device in since the logout.
func readmitted(e *rule.Evidence, s signOut, a *journal.Act) bool {
	return slices.ContainsFunc(e.Between(s.Start, a.End).Operations(), func(x *journal.Exchange) bool {
		in := rule.HasProfile(x) || slices.ContainsFunc(rule.Decisions(x), func(d rule.Decision) bool { return d.Authorized })
		return in && x.Start.After(s.called[0].End) && e.Name(x) == s.Device
	})
}

func forgotten(a *journal.Act) *rule.Complaint {
	switch {
	case a.Verb == journal.Status && a.Flag("signedIn"):
		return rule.Complain("%s is shown as signed in after its user has signed out; wanted it signed out", a.Device)
	case a.Verb == journal.Metadata && len(a.Map("attributes")) > 0:
		return rule.Complain("%d attributes of the user are there after the logout; wanted none", len(a.Map("attributes")))
	case a.Verb == journal.Play && a.Flag("allowed"):
		return rule.Complain("%q started to play after the user had signed out; wanted a login first", a.Text("resource"))
	}
	return nil
}
