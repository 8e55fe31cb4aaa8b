package singlesignon

import (
	"github.com/passproof/passproof/harness/rule"
)

// AmazonEveryRequest: on Fire OS the token is on every call.
var AmazonEveryRequest = &rule.Rule{
	ID:        "SSO-AMAZON-EVERY-REQUEST",
	Phase:     rule.SingleSignOn,
	Level:     rule.Should,
	Passive:   true,
	Feature:   rule.AmazonSSO,
	Statement: "On Fire OS every request to /api/v2 carries Adobe-Subject-Token, those included for which the API reference does not list it.",
	Why:       "A login that is polled for without the token may not be linked to the platform: the next app asks for it again.",
	Remedy:    "Add the token to the headers that all calls for the device share, those of background polls included.",
	Occasion:  "configuration, code or poll request for a Fire OS device with a platform identity",
	Missing:   "no configuration, code or poll was requested for a Fire OS device with a platform identity",
	Sources:   []rule.Source{{Page: "amazon-sso-cookbook-rest-api-v2", Anchor: "workflow"}},
	Grain:     rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, h := range holdings(e, "amazon") {
			if !h.fresh() {
				continue
			}
			for _, x := range h.calls(e, "configuration", "session", "resumeSession", "profilesByCode") {
				who := e.Participants()[h.device()]
				if who == nil || x.Address != who.Address {
					continue // a second screen that speaks of the code has a platform of its own
				}
				var c *rule.Complaint
				if header(x, amazonHeader) == "" {
					c = rule.Complain("%s for %s carries no %s; wanted it on every request", x.Operation, h.device(), amazonHeader)
				}
				cases = append(cases, rule.Prove(c, h.act, x))
			}
		}
		return cases
	},
}
