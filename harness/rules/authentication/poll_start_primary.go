package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// How soon polls begin: within one interval, give or take. Whoever polls more slowly
// is late and no more.
const (
	soon   = 7 * time.Second
	atLast = 20 * time.Second
)

// PollStartPrimary: on the primary screen polls wait for the browser.
var PollStartPrimary = &rule.Rule{
	ID:        "AUTHN-POLL-START-PRIMARY",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "When the user signs in on the device itself, polling starts when its browser has reached redirectUrl.",
	Why:       "Polls while the user is typing a password cannot succeed: they are load for nothing.",
	Remedy:    "Start the loop when the app tells that redirectUrl has loaded.",
	Occasion:  "login on the primary screen whose browser came back",
	Missing:   "no app told that its browser had come back, some time after the login began",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		const early = 500 * time.Millisecond
		var cases []rule.Case
		for _, a := range attempts(e) {
			login, back := began(e, a.code, "primary"), cameBack(e, a.code)
			if login == nil || back == nil || a.session == nil {
				continue
			}
			first := firstPoll(a)
			switch {
			case first != nil && first.Start.Before(back.Start.Add(-early)):
				cases = append(cases, rule.Prove(rule.Complain("%s was polled %v before the browser was back; wanted no poll until then", a.code, back.Start.Sub(first.Start).Round(10*time.Millisecond)), back, first))
			case back.Start.Sub(login.End) < soon:
				// Too short a time to tell patience from luck.
			case first == nil:
				cases = append(cases, never(e, a, back.End, "the browser was back", back)...)
			default:
				cases = append(cases, rule.Prove(late(a.code, first.Start.Sub(back.End), "the browser was back"), back, first))
			}
		}
		return cases
	},
}

// began is the login that an app began on that screen and that gave the code, or nil.
func began(e *rule.Evidence, code, screen string) *journal.Act {
	for _, a := range e.Did(journal.Login) {
		if a.Text("code") == code && a.Text("screen") == screen {
			return a
		}
	}
	return nil
}

// cameBack is the app telling that its browser has reached redirectUrl, or nil.
func cameBack(e *rule.Evidence, code string) *journal.Act {
	for _, a := range e.Did(journal.Returned) {
		if a.Text("code") == code {
			return a
		}
	}
	return nil
}

func firstPoll(a *attempt) *journal.Exchange {
	if len(a.polls) == 0 {
		return nil
	}
	return a.polls[0]
}

// late judges how long the first poll took to come.
func late(code string, after time.Duration, since string) *rule.Complaint {
	switch {
	case after > atLast:
		return rule.Complain("%s was polled first %v after %s; wanted within one interval", code, after.Round(100*time.Millisecond), since)
	case after > soon:
		return rule.Warn("%s was polled first %v after %s; wanted within one interval", code, after.Round(100*time.Millisecond), since)
	}
	return nil
}

// never judges a code that was not polled at all, unless its login ended another way.
func never(e *rule.Evidence, a *attempt, from time.Time, since string, by journal.Entry) []rule.Case {
	if e.Restarted(nameOf(a), from, from.Add(atLast)) {
		return nil
	}
	if known := at(histories(e)[nameOf(a)], from.Add(atLast)); known.since.After(from) && len(known.profiles) > 0 {
		return nil // it was learnt otherwise: the matter of AUTHN-POLL-ENDPOINT
	}
	if alive, ok := e.AliveAt(from.Add(atLast)); ok {
		return []rule.Case{rule.Prove(rule.Complain("%s was not polled within %v after %s; wanted within one interval", a.code, atLast, since), by, alive)}
	}
	return nil
}

func nameOf(a *attempt) string {
	if a.actor == nil {
		return ""
	}
	return a.actor.Name
}
