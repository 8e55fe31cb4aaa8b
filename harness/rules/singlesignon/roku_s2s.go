package singlesignon

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RokuS2S: a Roku subscriber is one device for Adobe Pass.
var RokuS2S = &rule.Rule{
	ID:        "SSO-ROKU-S2S",
	Phase:     rule.SingleSignOn,
	Level:     rule.Should,
	Feature:   rule.RokuSSO,
	Statement: "On Roku the subscriber id, not the device id, makes AP-Device-Identifier: all devices of one subscriber show the same, those of different subscribers different ones.",
	Why:       "With ids of their own the devices of one household do not share the login, and every television asks for it.",
	Remedy:    "Capture the headers that Roku OS adds to calls of your domain, past the CDN, and derive AP-Device-Identifier from the subscriber id where there is one.",
	Occasion:  "pair of Roku devices with a subscriber",
	Missing:   "no two Roku devices with a subscriber were served",
	Sources: []rule.Source{
		{Page: "roku-sso-cookbook-rest-api-v2", Anchor: "workflow"},
		{Page: "rest-api-v2-appendix-headers-x-roku-reserved-roku-connect-token", Anchor: "directives"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var served []*rokuDevice
		for _, h := range holdings(e, "roku") {
			same := func(r *rokuDevice) bool { return r.h.device() == h.device() }
			if !h.fresh() || slices.ContainsFunc(served, same) {
				continue
			}
			for _, x := range h.calls(e, bearing...) {
				if x.Device != "" {
					served = append(served, &rokuDevice{h, x})
					break
				}
			}
		}
		var cases []rule.Case
		for i := 1; i < len(served); i++ {
			cases = append(cases, related(served[i-1], served[i]))
		}
		return cases
	},
}

// A rokuDevice is a device of a subscriber with the first call that identifies it.
type rokuDevice struct {
	h *holding
	x *journal.Exchange
}

func related(a, b *rokuDevice) rule.Case {
	var c *rule.Complaint
	one, equal := a.h.user() == b.h.user(), a.x.Device == b.x.Device
	switch {
	case one && !equal:
		c = rule.Complain("%s and %s of one Roku subscriber are %q and %q; wanted one identifier, of the subscriber", a.h.device(), b.h.device(), a.x.Device, b.x.Device)
	case !one && equal:
		c = rule.Complain("%s and %s of different Roku subscribers both are %q; wanted an identifier each", a.h.device(), b.h.device(), b.x.Device)
	}
	return rule.Prove(c, a.x, b.x)
}
