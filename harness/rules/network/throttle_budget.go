package network

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The throttle of Adobe Pass, one request a second and a burst that is given once, and
// what the catalogue tolerates.
const (
	burst     = 10
	tolerated = 2 // would-be refusals of a device in an hour
)

// ThrottleBudget: each device stays inside its budget.
var ThrottleBudget = &rule.Rule{
	ID:        "NET-THROTTLE-BUDGET",
	Phase:     rule.Network,
	Level:     rule.Must,
	Passive:   true,
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
		var order []*budget
		for _, x := range e.Operations() {
			path := plain(x.Request.Path())
			if len(x.Directed) > 0 || x.Operation == "" || !version2(path) && !registers(path) {
				continue // provoked; or at a path that does not exist, which other rules blame; or not throttled
			}
			if x.Address == "" && !registers(path) {
				continue // HDR-X-FORWARDED-FOR has the say
			}
			b := devices[x.Address]
			if b == nil {
				b = &budget{address: x.Address, first: x.Start, left: burst}
				devices[x.Address] = b
				order = append(order, b)
			}
			b.spend(x)
		}
		var cases []rule.Case
		for _, b := range order {
			cases = append(cases, b.judge()...)
		}
		return cases
	},
}

// budget counts the requests of one address as the documentation's example does: of each
// second since the first request one is free, the others come out of the burst.
type budget struct {
	address string
	first   time.Time
	second  time.Duration // the running one
	left    int           // of the burst
	over    []*journal.Exchange
	last    *journal.Exchange
}

func (b *budget) spend(x *journal.Exchange) {
	second := x.Start.Sub(b.first) / time.Second
	switch {
	case b.last == nil, second > b.second:
		b.second = second
	case b.left > 0:
		b.left--
	default:
		b.over = append(b.over, x)
	}
	b.last = x
}

// judge proves one case: the hour in which too many went over, or the last request.
// Registration may lack the address, which is a matter of advice: the budget that such
// calls share is worth a warning and proves nothing good.
func (b *budget) judge() []rule.Case {
	for i := range b.over {
		n := i
		for n < len(b.over) && b.over[n].Start.Sub(b.over[i].Start) < time.Hour {
			n++
		}
		if n -= i; n <= tolerated {
			continue
		}
		from, to := b.over[i], b.over[i+n-1]
		if b.address == "" {
			return []rule.Case{rule.Prove(rule.Warn("%d calls of registration without X-Forwarded-For went over the one a second and the burst of %d that all such calls share; wanted the device's address on each", n, burst), from, to)}
		}
		return []rule.Case{rule.Prove(rule.Complain("%d requests for %s went over one a second and the burst of %d; wanted none", n, b.address, burst), from, to)}
	}
	if b.address == "" {
		return nil
	}
	return []rule.Case{rule.Prove(nil, b.last)}
}
