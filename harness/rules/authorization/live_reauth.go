package authorization

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// LiveReauth: long live streams may be authorized anew.
var LiveReauth = &rule.Rule{
	ID:        "AUTHZ-LIVE-REAUTH",
	Phase:     rule.Authorization,
	Level:     rule.May,
	Statement: "A live stream that runs for long is authorized anew when it is paused, breaks for ads or changes its asset.",
	Why:       "A channel is left on for days: whoever has cancelled in the meantime watches on.",
	Remedy:    "Ask for a new decision on such an event if streams of yours run for long; never by a timer.",
	Occasion:  "event of a live stream",
	Missing:   "no live stream was paused, broke for ads or changed its asset",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authorization-phase"},
	},
	Feature: rule.LiveStreams,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		playing := map[string]*journal.Act{} // by device
		var cases []rule.Case
		for _, a := range e.Did(journal.Play, journal.Event, journal.Logout) {
			if a.Verb != journal.Event {
				playing[a.Device] = nil
				if a.Verb == journal.Play && a.Flag("allowed") {
					playing[a.Device] = a
				}
				continue
			}
			if playing[a.Device] == nil || !a.Answered() {
				continue
			}
			if again := e.During(a, 0, "authorize"); len(again) > 0 {
				cases = append(cases, rule.Prove(nil, a, again[0]))
			} else {
				cases = append(cases, rule.Prove(rule.Complain("nothing was authorized at the event %s of %q, which the checklist leaves to the service", a.Text("event"), a.Text("resource")), playing[a.Device], a))
			}
		}
		return cases
	},
}
