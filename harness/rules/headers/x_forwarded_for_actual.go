package headers

import (
	"net/netip"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// XForwardedForActual: the address is the device's.
var XForwardedForActual = &rule.Rule{
	ID:        "HDR-X-FORWARDED-FOR-ACTUAL",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "X-Forwarded-For is the public address of the streaming device of this very request.",
	Why:       "With the address of the service or of a proxy, all users share one throttle, and home-based sign-in sees the wrong home.",
	Remedy:    "Take the address that your front proxy saw, not one that the client may have sent, and keep it with the device for background calls.",
	Occasion:  "request for a device that is known",
	Missing:   "no request could be told to belong to a device that was played",
	Sources: []rule.Source{
		{Page: "throttling-mechanism", Anchor: "mechanism-overview"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		others := addresses(e)
		var cases []rule.Case
		for _, x := range e.Operations(v2...) {
			who, chain := actor(e, x), forwarded(x)
			if who == nil || who.Address == "" || len(chain) == 0 {
				continue
			}
			if other := others[rule.PlainAddress(chain[0])]; other != nil && other != who {
				continue // another device's address is the matter of HDR-DEVICE-ISOLATION
			}
			cases = append(cases, rule.Prove(actual(x, who, chain), x))
		}
		return cases
	},
}

func actual(x *journal.Exchange, who *rule.Participant, chain []string) *rule.Complaint {
	first, want := rule.PlainAddress(chain[0]), rule.PlainAddress(who.Address)
	withPort, err := netip.ParseAddrPort(chain[0])
	switch {
	case first == want && len(chain) == 1:
		return nil
	case first == want:
		return rule.Warn("%s for %s carries a chain of addresses, with %s behind the device's; wanted the device's alone", x.Operation, who.Name, strings.Join(chain[1:], ", "))
	case err == nil && withPort.Addr().Unmap().String() == want:
		return rule.Warn("%s for %s carries X-Forwarded-For %s with a port; wanted the address %s alone", x.Operation, who.Name, chain[0], who.Address)
	}
	return rule.Complain("%s for %s carries X-Forwarded-For %s; wanted its address %s", x.Operation, who.Name, chain[0], who.Address)
}
