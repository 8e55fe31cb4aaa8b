package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// after is how long a loop that goes on is watched for: a poller of 15 s shows in it.
const after = 20 * time.Second

// PollStopSuccess: polls end with the profile.
var PollStopSuccess = &rule.Rule{
	ID:        "AUTHN-POLL-STOP-SUCCESS",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Polling ends when a profile is returned; an empty answer only means not yet.",
	Why:       "Loops that nobody stops add up to a load that grows with every user who signs in.",
	Remedy:    "Stop the loop on the first answer whose profiles map is not empty.",
	Occasion:  "code whose polls brought a profile",
	Missing:   "no code brought a profile and was watched for 20 s after it",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range attempts(e) {
			if a.success == nil {
				continue
			}
			// A poll that had begun before the answer came was in flight.
			if late := a.firstAfter(a.success.End); late != nil {
				gap := late.Start.Sub(a.success.End)
				complaint := rule.Complain("%s was polled again %v after the profile had come; wanted no more polls", a.code, gap.Round(10*time.Millisecond))
				complaint.Mild = gap >= time.Minute // somebody's question, not a loop
				cases = append(cases, rule.Prove(complaint, a.success, late))
			} else if alive, ok := e.AliveAt(a.success.End.Add(after)); ok {
				cases = append(cases, rule.Prove(nil, a.success, alive))
			}
		}
		return cases
	},
}
