package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileValidity: a profile ends when it ends.
var ProfileValidity = &rule.Rule{
	ID:        "AUTHN-PROFILE-VALIDITY",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "A profile is not used past its notAfter and never extended in secret: the user signs in again.",
	Why:       "Whoever left the provider months ago goes on watching, or meets an error where a login was due.",
	Remedy:    "Compare notAfter with the clock each time the profile is used; when it has passed tell the app that the user has to sign in.",
	Occasion:  "app start, or press of play, after the profile had ended",
	Missing:   "no profile ended while its app was used",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq9"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq12"},
		{Page: "profiles", Anchor: "authentication-ttl-management"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known := histories(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Status, journal.Play) {
			s, later := at(known[a.Device], a.Start), at(known[a.Device], a.End)
			if !s.over(a.Start) || !a.Answered() || len(later.profiles) > 0 && later.since.After(s.since) {
				continue
			}
			cases = append(cases, pastEnd(e, a, s)...)
		}
		for _, x := range e.Operations("createSession") {
			who := e.Name(x)
			if s := at(known[who], x.Start); s.over(x.Start) && !busy(e, who, x) && len(e.Acts) > 0 {
				cases = append(cases, rule.Prove(rule.Complain("a session was created for %s after its profile had ended, and nobody had asked; wanted the user to sign in", who), s.by, x))
			}
		}
		return cases
	},
}

// over tells whether there was a profile and its end has passed, the difference of
// clocks allowed for.
func (s *standing) over(t time.Time) bool {
	end := s.end()
	for _, p := range s.profiles {
		if p.Type == "degraded" || p.Type == "temporary" {
			return false // DEGR-PROFILE-SHORT-LIVED and the rules of temporary access know them better
		}
	}
	return len(s.profiles) > 0 && !end.IsZero() && t.After(end.Add(skew))
}

// pastEnd judges what an app got after the profile had ended.
func pastEnd(e *rule.Evidence, a *journal.Act, s standing) []rule.Case {
	ago := a.Start.Sub(s.end()).Round(100 * time.Millisecond)
	asked := e.During(a, 0, "authorize")
	for _, x := range asked {
		if d := rule.DecisionOn(x, a.Text("resource")); d != nil && d.Authorized {
			return nil // degraded access, say
		}
	}
	switch {
	case a.Verb == journal.Status && a.Flag("signedIn"):
		return []rule.Case{rule.Prove(rule.Complain("%s was told to be signed in %v after its profile had ended; wanted a login", a.Device, ago), s.by, a)}
	case a.Flag("allowed"):
		return []rule.Case{rule.Prove(rule.Complain("%s started to play %v after its profile had ended; wanted a login", a.Device, ago), s.by, a)}
	case len(asked) > 0:
		return []rule.Case{rule.Prove(rule.Complain("a decision was asked for %s %v after its profile had ended; wanted a login", a.Device, ago), s.by, asked[0])}
	}
	return []rule.Case{rule.Prove(nil, s.by, a)}
}

// busy tells whether the app of a device was waiting for anything when an exchange was made.
func busy(e *rule.Evidence, who string, x *journal.Exchange) bool {
	return during(e, who, x, journal.Status, journal.Login, journal.Returned, journal.Activate, journal.Play, journal.Preauthorize, journal.Metadata, journal.Logout, journal.Preview) != nil
}
