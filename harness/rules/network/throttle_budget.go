package network

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The throttle of Adobe Pass, and what the catalogue tolerates.
const (
	perSecond = 1
	burst     = 10 // once, not replenished
	tolerated = 2  // would-be refusals per device and hour
)

// ThrottleBudget: each device stays inside its budget.
var ThrottleBudget = &rule.Rule{
	ID:        "NET-THROTTLE-BUDGET",
	Phase:     rule.Network,
	Level:     rule.Must,
	Statement: "For each streaming device the service stays inside one request a second plus one burst of 10.",
	Why:       "What goes over the budget is answered 429: on the night of the final that is the user's login or play.",
	Remedy:    "Make one lookup where many are made, keep answers, and space what can wait; send X-Forwarded-For so that devices do not share a budget.",
	Occasion:  "device that made requests",
	Missing:   "no device made a request",
	Sources: []rule.Source{
		{Page: "throttling-mechanism", Anchor: "throttling-mechanism-limits"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq17"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		devices := map[string]*budget{}
		var order []string
		for _, x := range e.Operations() {
			if x.Operation == "" || x.Address == "" || len(x.Directed) > 0 {
				continue // without an address, HDR-X-FORWARDED-FOR has the say; directed answers provoke repeats
			}
			b := devices[x.Address]
			if b == nil {
				b = &budget{left: burst}
				devices[x.Address] = b
				order = append(order, x.Address)
			}
			b.spend(x)
		}
		var cases []rule.Case
		for _, address := range order {
			cases = append(cases, devices[address].judge(address))
		}
		return cases
	},
}

// budget counts one device's requests as the throttle does: what a second does not
// allow comes out of the burst.
type budget struct {
	second time.Time // when the running second began
	used   int       // in that second
	left   int       // of the burst
	over   []*journal.Exchange
	last   *journal.Exchange
}

func (b *budget) spend(x *journal.Exchange) {
	b.last = x
	if b.second.IsZero() || x.Start.Sub(b.second) >= time.Second {
		b.second, b.used = x.Start, 0
	}
	b.used++
	switch {
	case b.used <= perSecond:
	case b.left > 0:
		b.left--
	default:
		b.over = append(b.over, x)
	}
}

func (b *budget) judge(address string) rule.Case {
	for i := tolerated; i < len(b.over); i++ { // more than tolerated within one hour
		if first := b.over[i-tolerated]; b.over[i].Start.Sub(first.Start) <= time.Hour {
			n := len(b.over)
			return rule.Prove(rule.Complain("%d requests for %s went over one a second and the burst of %d; wanted none", n, address, burst), first, b.over[n-1])
		}
	}
	return rule.Prove(nil, b.last)
}
