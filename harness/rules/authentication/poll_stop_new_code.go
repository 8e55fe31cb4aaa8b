package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PollStopNewCode: a new code ends the polls for the old one.
var PollStopNewCode = &rule.Rule{
	ID:        "AUTHN-POLL-STOP-NEW-CODE",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "When the user asks for a new code, polling for the old one stops at once; each attempt makes one session.",
	Why:       "Each press of “new code” leaves one more loop behind, and the device runs into the throttle.",
	Remedy:    "Keep one loop per device: stop the old one when the new session has come, and create a session only when the user asks.",
	Occasion:  "code that was replaced by a newer one",
	Missing:   "no device asked for a new code while the old one was polled",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		cases := excess(e)
		var before []*attempt
		for _, a := range attempts(e) {
			if a.session == nil {
				continue
			}
			old := latest(before, a)
			before = append(before, a)
			if old == nil || len(old.polls) == 0 || old.polls[0].Start.After(a.session.Start) ||
				old.success != nil && old.success.Start.Before(a.session.End) || over(e, old, a.session.Start) {
				continue
			}
			cases = append(cases, afterNew(e, old, a)...)
		}
		return cases
	},
}

// over tells whether a code had ended of itself before t.
func over(e *rule.Evidence, a *attempt, t time.Time) bool {
	end, by := a.expiry(e.Edition)
	return by != nil && end.Before(t)
}

func afterNew(e *rule.Evidence, old, fresh *attempt) []rule.Case {
	const grace = time.Second // one poll may be in flight
	if late := old.firstAfter(fresh.session.End.Add(grace)); late != nil {
		return []rule.Case{rule.Prove(rule.Complain("the old code %s was polled %v after the new code %s had come; wanted polls for the new code only", old.code, late.Start.Sub(fresh.session.End).Round(10*time.Millisecond), fresh.code), fresh.session, late)}
	}
	if alive, ok := e.AliveAt(fresh.session.End.Add(max(10*time.Second, 2*old.pause()))); ok {
		return []rule.Case{rule.Prove(nil, fresh.session, alive)}
	}
	return nil
}

// excess compares sessions with the users' attempts, device by device.
func excess(e *rule.Evidence) []rule.Case {
	tries := map[string]int{}
	for _, a := range e.Did(journal.Login) {
		tries[a.Device]++
	}
	made := map[string]int{}
	var cases []rule.Case
	for _, x := range e.Operations("createSession") {
		s, ok := rule.SessionOf(x)
		who := e.Name(x)
		if !ok || s.Code == "" || tries[who] == 0 || rule.Late(x) {
			continue
		}
		if made[who]++; made[who] == tries[who]+1 && asked(e, who, x) {
			cases = append(cases, rule.Prove(rule.Complain("%s got %d sessions for %d attempts of its user; wanted one each", who, made[who], tries[who]), x))
		}
	}
	return cases
}

// asked tells whether the device's user was waiting for a code when the session was
// made. A session out of the blue is the matter of AUTHN-POLL-STOP-EXPIRY.
func asked(e *rule.Evidence, who string, x *journal.Exchange) bool {
	for _, a := range e.Did(journal.Login) {
		if a.Device == who && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return true
		}
	}
	return false
}

// latest is the attempt that the same device made last before a.
func latest(before []*attempt, a *attempt) *attempt {
	for i := len(before) - 1; i >= 0; i-- {
		if before[i].same(a) {
			return before[i]
		}
	}
	return nil
}
