package headers

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
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
			who := e.Actor(x)
			value, _ := x.Request.Value("X-Forwarded-For")
			first, rest, chain := strings.Cut(value, ",")
			first = strings.TrimSpace(first)
			if who == nil || value == "" {
				continue
			}
			if other := others[first]; other != nil && other != who {
				continue // another device's address is the matter of HDR-DEVICE-ISOLATION
			}
			var c *rule.Complaint
			switch {
			case first != who.Address:
				c = rule.Complain("%s for %s carries X-Forwarded-For %s; wanted its address %s", x.Operation, who.Name, first, who.Address)
			case chain:
				c = rule.Warn("%s for %s carries a chain of addresses, with%s behind the device's; wanted the device's alone", x.Operation, who.Name, rest)
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// addresses are the devices that were played, by address.
func addresses(e *rule.Evidence) map[string]*rule.Participant {
	out := map[string]*rule.Participant{}
	for _, p := range e.Participants() {
		out[p.Address] = p
	}
	return out
}
