package authentication

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Pollers of all platforms were measured on a busy machine: those that run at a fixed
// rate, as Java's and Node's do, come up to 0.2 s early now and then, though never in
// the middle. So a single gap may be half a second short and the median a tenth.
const (
	shortOnce   = 500 * time.Millisecond
	shortMedian = 100 * time.Millisecond
)

// PollInterval: polls for one code start at least the edition's interval apart.
var PollInterval = &rule.Rule{
	ID:        "AUTHN-POLL-INTERVAL",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Polls for one code are at least 3 seconds apart, on either screen.",
	Why:       "Millions of devices wait for a login at the start of an event; polls that come faster use up the device's one request a second and are throttled.",
	Remedy:    "Start the next poll 3 to 5 seconds after the last one started; keep one loop per code, whatever the app asks.",
	Occasion:  "pair of polls for one code",
	Missing:   "no code was polled twice",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-4-check-for-authenticated-profiles"},
	},
	Levels: map[string]rule.Level{rule.Cookbook2024.Name: rule.Should}, // 15 seconds were recommended
	Grain:  rule.Code,
	Check: func(e *rule.Evidence) []rule.Case {
		polls := e.Operations("profilesByCode")
		var gaps []time.Duration
		broken := false
		cases := []rule.Case{}
		for i := 1; i < len(polls); i++ {
			prev, next := polls[i-1], polls[i]
			if excused(prev, next) {
				continue
			}
			gap := next.Start.Sub(prev.Start)
			gaps = append(gaps, gap)
			var complaint *rule.Complaint
			if gap < e.Edition.PollInterval-shortOnce {
				broken = true
				complaint = rule.Complain("%v after the previous poll for %s; wanted at least %v", gap.Round(10*time.Millisecond), next.Code, e.Edition.PollInterval)
			}
			cases = append(cases, rule.Prove(complaint, prev, next))
		}
		if m := median(gaps); !broken && len(gaps) >= 3 && m < e.Edition.PollInterval-shortMedian {
			last := len(polls) - 1
			cases = append(cases, rule.Prove(rule.Complain("the median of %d gaps between polls for %s is %v; wanted at least %v", len(gaps), polls[last].Code, m.Round(10*time.Millisecond), e.Edition.PollInterval), polls[0], polls[last]))
		}
		return cases
	},
}

// excused: a poll that was refused for its token is repeated with a new one, and one
// that was throttled after a second; neither is the loop's cadence.
func excused(prev, next *journal.Exchange) bool {
	gap := next.Start.Sub(prev.End)
	return prev.Response.Status == 401 || prev.Response.Status == 429 && gap >= 950*time.Millisecond
}

func median(gaps []time.Duration) time.Duration {
	if len(gaps) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(gaps))
	return sorted[len(sorted)/2]
}
