package authorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// BeforeEveryPlayback: every playback has an authorization of its own.
var BeforeEveryPlayback = &rule.Rule{
	ID:        "AUTHZ-BEFORE-EVERY-PLAYBACK",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "Each press of play obtains an authorization decision before playback starts.",
	Why:       "Decisions change, media tokens are good for one stream: a playback on yesterday's permit plays for nobody's account.",
	Remedy:    "Call decisions/authorize for every press of play, for the same resource too, and start with the token of that very answer.",
	Occasion:  "playback that was started",
	Missing:   "no playback was started",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authorization-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-6-check-for-authorized-resources"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		lastAsked := map[string]time.Time{} // device and resource
		for _, p := range presses(e, 0, journal.Preview) {
			key := p.Device + "\x00" + p.resource
			if x := p.last(); x != nil {
				lastAsked[key] = x.End
			}
			if !p.Answered() || !p.Flag("allowed") {
				continue
			}
			doubleTap := !lastAsked[key].IsZero() && p.Start.Sub(lastAsked[key]) < time.Second
			switch {
			case len(p.asked) > 0:
				cases = append(cases, rule.Prove(nil, []journal.Entry{p.asked[0], p.Act}...))
			case len(p.strange) > 0: // for something else: AUTHZ-RESOURCE-VERBATIM
			case !doubleTap:
				cases = append(cases, rule.Prove(rule.Complain("%q started to play on %s without an authorization; wanted one for each press of play", p.resource, p.Device), p.Act))
			}
		}
		return cases
	},
}
