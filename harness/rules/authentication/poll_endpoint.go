package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PollEndpoint: the end of a login is polled by code.
var PollEndpoint = &rule.Rule{
	ID:        "AUTHN-POLL-ENDPOINT",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Whether a login has ended is polled on GET profiles/code/{code}, with the code of that login.",
	Why:       "Other endpoints answer for the device, not for this login: they are heavier, and miss a login with another provider.",
	Remedy:    "Poll profiles/code/{code}; look at profiles or profiles/{mvpd} once at app start, not in a loop.",
	Occasion:  "login that was waited for",
	Missing:   "no login was waited for",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq10"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		lookups := e.Operations("profiles", "profilesByMvpd", "session")
		if e.Edition.PollByMVPD {
			lookups = e.Operations("profiles", "session")
		}
		all := attempts(e)
		var cases []rule.Case
		for i, a := range all {
			if a.session == nil {
				continue
			}
			until := a.end()
			for _, b := range all[i+1:] { // a newer code of the same device ends the wait
				if b.session != nil && b.same(a) && b.session.Start.Before(until) {
					until = b.session.Start
				}
			}
			other := instead(e, a, lookups, until)
			switch {
			case len(other) >= 2: // one more lookup is fine
				cases = append(cases, rule.Prove(rule.Complain("while the login with %s was open, %s was asked %d times; wanted profiles/code/%s", a.code, other[0].Request.Path(), len(other), a.code), a.session, other[0], other[1]))
			case len(a.polls) > 0:
				cases = append(cases, rule.Prove(nil, a.session, a.polls[0]))
			case e.Edition.PollByMVPD:
				if polls := instead(e, a, e.Operations("profilesByMvpd"), until); len(polls) > 0 {
					cases = append(cases, rule.Prove(nil, a.session, polls[0]))
				}
			}
		}
		return cases
	},
}

// end is when nobody has to wait for the login any more.
func (a *attempt) end() time.Time {
	end := a.notAfter
	if a.success != nil {
		end = a.success.Start
	}
	if end.IsZero() && a.session != nil {
		end = a.session.End.Add(30 * time.Minute)
	}
	return end
}

// instead are lookups for the waiting device that no act of its app explains, up to
// the first that found a profile.
func instead(e *rule.Evidence, a *attempt, lookups []*journal.Exchange, until time.Time) []*journal.Exchange {
	var out []*journal.Exchange
	for _, x := range lookups {
		mine := x.Device != "" && x.Device == a.session.Device
		if x.Operation == "session" {
			mine = x.Code == a.code
		}
		if !mine || !x.Start.After(a.session.End) || !x.Start.Before(until) || explained(e, x) {
			continue
		}
		out = append(out, x)
		if rule.HasProfile(x) {
			break
		}
	}
	return out
}

// explained tells whether the app, or the second screen, was asking for something then.
func explained(e *rule.Evidence, x *journal.Exchange) bool {
	who := e.Name(x)
	for _, act := range e.Did(journal.Status, journal.Login, journal.Returned, journal.Activate, journal.Play, journal.Preauthorize, journal.Metadata) {
		same := act.Device == who || x.Operation == "session"
		if same && !x.Start.Before(act.Start) && !x.Start.After(act.End) {
			return true
		}
	}
	return false
}
