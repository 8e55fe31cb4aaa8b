package authentication

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileCache: a profile that is known is not asked for again.
var ProfileCache = &rule.Rule{
	ID:        "AUTHN-PROFILE-CACHE",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "mvpd, attributes and end of a profile are kept in persistent storage; normal use asks for no profile again, not even after a restart.",
	Why:       "A lookup before every decision doubles the load of a match night and the time that users wait.",
	Remedy:    "Store the profile when it comes, use it until its notAfter, and look again at app start at most.",
	Occasion:  "press of play, catalogue or app start of a user whose profile was known",
	Missing:   "no user whose profile was known used the app, and was treated as signed in",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq8"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known := histories(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Play, journal.Preauthorize, journal.Status) {
			s := at(known[a.Device], a.Start.Add(-taking))
			if !a.Answered() || !s.cached(a) || rule.Late(s.by) || left(e, a, s.since) {
				continue
			}
			if c := lookedUp(e, a, s); c.Complaint != nil || knew(e, a) {
				cases = append(cases, c)
			}
		}
		return cases
	},
}

// knew tells whether a service made use of a profile in an act: it told the app that the
// user is signed in, or permitted something, or asked for a decision. Who turns its users
// away asks for no profile either, and has kept none.
func knew(e *rule.Evidence, a *journal.Act) bool {
	switch a.Verb {
	case journal.Status:
		return a.Flag("signedIn")
	case journal.Play:
		return a.Flag("allowed") || len(e.During(a, 0, "authorize")) > 0
	}
	return len(a.List("permitted")) > 0 || len(e.During(a, 0, "preauthorize")) > 0
}

// taking is what a busy service may need to take an answer in.
const taking = time.Second

// left tells whether the user has signed out since: whether Adobe Pass was told is the
// matter of LOGOUT-SUPPORTED.
func left(e *rule.Evidence, a *journal.Act, since time.Time) bool {
	return slices.ContainsFunc(e.Did(journal.Logout), func(out *journal.Act) bool {
		return out.Device == a.Device && out.Start.After(since) && out.Start.Before(a.Start)
	})
}

// cached tells whether a service can have kept what it needs for an act: a profile with
// an end. Degraded and temporary access begin and end of themselves, so looking again is right.
func (s *standing) cached(a *journal.Act) bool {
	for _, p := range s.profiles {
		if p.NotAfter.IsZero() || !a.End.Before(p.NotAfter) || p.Type == "degraded" || p.Type == "temporary" {
			return false
		}
	}
	return len(s.profiles) > 0 && !s.doubted
}

// lookedUp judges the lookups during an act: an app start may have one, a press of play
// one after its authorization, to pick up what that has changed.
func lookedUp(e *rule.Evidence, a *journal.Act, s standing) rule.Case {
	seen, spare := 0, 0
	if a.Verb == journal.Status {
		spare = 1
	}
	authorized := e.During(a, 0, "authorize")
	for _, x := range append(e.During(a, 0, "profiles"), e.During(a, 0, "profilesByMvpd")...) {
		if x.Client != s.by.Client {
			continue // other credentials, other profiles
		}
		if len(authorized) > 0 && x.Start.After(authorized[0].End) && seen == 0 {
			spare = 1
		}
		if seen++; seen > spare {
			what := ""
			if e.Restarted(a.Device, s.since, a.Start) {
				what = ", since a restart"
			}
			return rule.Prove(rule.Complain("%s was asked on %s of %s although the profile was known%s; wanted it from the store", x.Operation, a.Verb, a.Device, what), s.by, x)
		}
	}
	return rule.Prove(nil, s.by, a)
}
