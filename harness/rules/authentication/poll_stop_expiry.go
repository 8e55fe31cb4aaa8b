package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// skew is what clocks may differ by.
const skew = 2 * time.Second

// PollStopExpiry: polls end with the code.
var PollStopExpiry = &rule.Rule{
	ID:        "AUTHN-POLL-STOP-EXPIRY",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "Polling ends at the notAfter of the session, or when Adobe Pass no longer knows the code; the user has to start again.",
	Why:       "A television that is left on its code screen would poll for ever.",
	Remedy:    "Read notAfter from the answer of POST sessions, stop the loop then, and tell the app that the code has expired.",
	Occasion:  "code that expired while it was waited for",
	Missing:   "no code expired while it was waited for and watched afterwards",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
	},
	Levels: map[string]rule.Level{rule.Cookbook2024.Name: rule.Should}, // half an hour, "should not exceed"
	Grain:  rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := attempts(e)
		var cases []rule.Case
		for _, a := range all {
			end, by := a.expiry(e.Edition)
			if by == nil || len(a.polls) == 0 || a.success != nil && !a.success.Start.After(end) || replaced(a, all, end) {
				continue
			}
			if late := a.firstAfter(end); late != nil {
				cases = append(cases, rule.Prove(rule.Complain("%s was polled %v after it had ended; wanted no more polls", a.code, late.Start.Sub(end.Add(-skew)).Round(10*time.Millisecond)), by, late))
				continue
			}
			alive, ok := e.AliveAt(end.Add(max(10*time.Second, 2*a.pause())))
			if ok {
				cases = append(cases, rule.Prove(nil, by, alive))
			}
		}
		if e.Edition.NewSession {
			return cases
		}
		return append(cases, unasked(e, all)...)
	},
}

// expiry is when polling must have ended, and the exchange that says so.
func (a *attempt) expiry(ed rule.Edition) (time.Time, *journal.Exchange) {
	if a.refused != nil && (a.notAfter.IsZero() || a.refused.End.Before(a.notAfter)) {
		return a.refused.End, a.refused
	}
	if a.session != nil && ed.PollLimit > 0 {
		return a.session.End.Add(ed.PollLimit + skew), a.session
	}
	if a.session == nil || a.notAfter.IsZero() {
		return time.Time{}, nil
	}
	return a.notAfter.Add(skew), a.session
}

// replaced tells whether the user asked for a newer code before: then the rule about
// new codes has the say.
func replaced(a *attempt, all []*attempt, end time.Time) bool {
	for _, b := range all {
		if b != a && a.session != nil && b.session != nil && b.same(a) &&
			b.session.Start.After(a.session.Start) && b.session.Start.Before(end) {
			return true
		}
	}
	return false
}

// unasked finds sessions that were made after an expiry without the user asking. The
// older cookbook allowed one, so it is a warning.
func unasked(e *rule.Evidence, all []*attempt) []rule.Case {
	logins := e.Did(journal.Login)
	if len(logins) == 0 {
		return nil
	}
	var cases []rule.Case
	for _, a := range all {
		end, by := a.expiry(e.Edition)
		if by == nil || a.success != nil {
			continue
		}
		for _, b := range all {
			if b.session == nil || a.session == nil || b.session.Device != a.session.Device || b.session.Start.Before(end.Add(-skew)) {
				continue
			}
			asked := false
			for _, act := range logins {
				asked = asked || act.Device == e.Name(b.session) && !b.session.Start.Before(act.Start) && !b.session.Start.After(act.End)
			}
			if !asked {
				cases = append(cases, rule.Prove(rule.Warn("a new session was created after %s had expired, and no user had asked; wanted the user to start again", a.code), by, b.session))
			}
			break
		}
	}
	return cases
}
