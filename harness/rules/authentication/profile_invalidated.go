package authentication

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileInvalidated: a profile that Adobe Pass has taken back is gone here too.
var ProfileInvalidated = &rule.Rule{
	ID:        "AUTHN-PROFILE-INVALIDATED",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "When Adobe Pass says that the profile is missing, expired or invalidated, what was kept of it is dropped and the user signs in again.",
	Why:       "A service that goes on believing its cache tells the user to be signed in and denies everything.",
	Remedy:    "On authenticated_profile_missing, _expired and _invalidated, and on an empty lookup, remove profile and decisions and tell the app to offer a login.",
	Occasion:  "app start, or press of play, after Adobe Pass had said that there is no profile any more",
	Missing:   "no profile was taken back while its app was used",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq2"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq8"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known := histories(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Status, journal.Play) {
			if who := e.Participants()[a.Device]; who != nil && !who.SSO.IsZero() {
				continue // whether its profile is seen is the matter of single sign-on
			}
			s, later := at(known[a.Device], a.Start), at(known[a.Device], a.End)
			if !s.lost || len(later.profiles) > 0 {
				continue
			}
			cases = append(cases, afterLoss(e, a, s)...)
		}
		return cases
	},
}

// afterLoss judges what an app got after Adobe Pass had said that there is no profile.
func afterLoss(e *rule.Evidence, a *journal.Act, s standing) []rule.Case {
	asked := e.During(a, 0, "authorize")
	for _, x := range asked {
		if d := rule.DecisionOn(x, a.Text("resource")); d != nil && d.Authorized {
			return nil // degraded access, say
		}
	}
	switch {
	case !a.Answered():
		return []rule.Case{rule.Prove(rule.Complain("the app of %s got no answer to %s (%s) after its profile was gone; wanted to be told to sign in", a.Device, a.Verb, a.Failure), s.by, a)}
	case a.Verb == journal.Status && a.Flag("signedIn"):
		return []rule.Case{rule.Prove(rule.Complain("%s was told to be signed in after Adobe Pass had said that its profile is gone; wanted a login", a.Device), s.by, a)}
	case a.Flag("allowed"):
		return []rule.Case{rule.Prove(rule.Complain("%s started to play after Adobe Pass had said that its profile is gone; wanted a login", a.Device), s.by, a)}
	case len(asked) > 0:
		return []rule.Case{rule.Prove(rule.Complain("a decision was asked for %s again after Adobe Pass had said that its profile is gone; wanted a login first", a.Device), s.by, asked[0])}
	}
	return []rule.Case{rule.Prove(nil, s.by, a)}
}
