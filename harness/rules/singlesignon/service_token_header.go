package singlesignon

import (
	"github.com/passproof/passproof/harness/rule"
)

// ServiceTokenHeader: who the user is goes along everywhere.
var ServiceTokenHeader = &rule.Rule{
	ID:        "SSO-SERVICE-TOKEN-HEADER",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Passive:   true,
	Feature:   rule.ServiceTokenSSO,
	Statement: "AD-Service-Token is sent on sessions, profiles and decisions for every device on which a user of the Programmer's identity service is known.",
	Why:       "One call without it, and the user is a stranger on the second device, or signed out when he presses play.",
	Remedy:    "Add the token where the other headers of the device are added, for the first device as for all others.",
	Occasion:  "session, lookup or decision for a device whose user is known",
	Missing:   "no device whose user is known was served",
	Sources: []rule.Source{
		{Page: "rest-api-v2-single-sign-on-service-token-flows", Anchor: "single-sign-on-service-token-full-flows"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, h := range holdings(e, "service-token") {
			if !h.fresh() {
				continue
			}
			for _, x := range h.calls(e, bearing...) {
				var c *rule.Complaint
				if header(x, serviceHeader) == "" {
					c = rule.Complain("%s for %s carries no %s; wanted the token of its user", x.Operation, h.device(), serviceHeader)
				}
				cases = append(cases, rule.Prove(c, h.act, x))
			}
		}
		return cases
	},
}
