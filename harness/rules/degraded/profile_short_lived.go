package degraded

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// late is how long after its end a profile may still be taken for good: clocks differ.
const late = 2 * time.Second

// ProfileShortLived: a degraded profile is on loan.
var ProfileShortLived = &rule.Rule{
	ID:        "DEGR-PROFILE-SHORT-LIVED",
	Phase:     rule.Degraded,
	Level:     rule.Must,
	Statement: "A degraded profile makes a user signed in until its own notAfter and no longer.",
	Why:       "Degraded profiles live for a minute or so: a service that keeps them as long as others has users who look signed in and are denied everything.",
	Remedy:    "Keep the notAfter of every profile with it, whatever its type, and look the profile up anew when it is past.",
	Occasion:  "look at the state of a user whose degraded profile has ended",
	Missing:   "no degraded profile was seen to end",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-degraded-flows", Anchor: "workflow-retrieve-profile-while-degradation-is-applied"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Feature: rule.DegradedAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, status := range e.Did(journal.Status) {
			x, end := lent(e, status)
			if x == nil || !status.Answered() || !status.Start.After(end.Add(late)) {
				continue
			}
			if a := e.Next(status.Device, x.End, status.Start, journal.Logout); a != nil {
				continue // signed out by himself
			}
			var c *rule.Complaint
			if status.Flag("signedIn") {
				c = rule.Complain("%s counted as signed in %v after the end of the degraded profile, and none was looked up since; wanted at most %v",
					status.Device, status.Start.Sub(end).Round(100*time.Millisecond), late)
			}
			cases = append(cases, rule.Prove(c, x, status))
		}
		return cases
	},
}

// lent is the last answer with a profile that the service had for the device when an
// act was answered, if it was degraded, and until when; nil if it was another or none.
func lent(e *rule.Evidence, a *journal.Act) (*journal.Exchange, time.Time) {
	var last *journal.Exchange
	for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode") {
		if !x.Start.After(a.End) && e.Name(x) == a.Device && rule.HasProfile(x) {
			last = x
		}
	}
	if last == nil {
		return nil, time.Time{}
	}
	for _, p := range rule.Profiles(last) {
		if p.Type == degraded && !p.NotAfter.IsZero() {
			return last, p.NotAfter
		}
	}
	return nil, time.Time{}
}
