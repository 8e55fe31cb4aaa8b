package errors

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The throttle closes for a second; clocks and schedulers get 50 ms.
const (
	cooldown = time.Second
	jitter   = 50 * time.Millisecond
)

// TooManyRequestsCooldown: after a 429 the device is quiet for a second.
var TooManyRequestsCooldown = &rule.Rule{
	ID:        "ERR-429-COOLDOWN",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "After a 429 at least one second passes before the next request for that device.",
	Why:       "Requests that come before the second is over are refused as well and keep the throttle closed.",
	Remedy:    "Treat 429 as “wait”: pause all calls of that device for a second or more, then go on; its body is HTML.",
	Occasion:  "429 that a device got",
	Missing:   "no device got a 429",
	Sources: []rule.Source{
		{Page: "throttling-mechanism", Anchor: "throttling-mechanism-response"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq17"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := e.Operations()
		var cases []rule.Case
		for i, x := range all {
			if x.Response.Status != 429 || x.Address == "" || x.Operation == "" {
				continue // at a path that does not exist, which other rules blame
			}
			next := following(all[i+1:], x)
			if next == nil {
				if alive, ok := e.AliveAt(x.End.Add(cooldown)); ok {
					cases = append(cases, rule.Prove(nil, x, alive))
				}
				continue
			}
			var c *rule.Complaint
			if gap := next.Start.Sub(x.End); gap < cooldown-jitter {
				c = rule.Complain("%s followed %v after a 429 for %s; wanted at least %v", next.Operation, gap.Round(time.Millisecond), x.Address, cooldown)
			}
			cases = append(cases, rule.Prove(c, x, next))
		}
		return cases
	},
}

// following is the next request for the same device that began after the answer was
// out; what was in flight could not know.
func following(rest []*journal.Exchange, x *journal.Exchange) *journal.Exchange {
	for _, next := range rest {
		if next.Address == x.Address && next.Start.After(x.End) {
			return next
		}
	}
	return nil
}
