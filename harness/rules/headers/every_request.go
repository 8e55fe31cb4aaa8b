package headers

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// EveryRequest: the device headers are sent where the reference does not ask for them, too.
var EveryRequest = &rule.Rule{
	ID:        "HDR-EVERY-REQUEST",
	Phase:     rule.Headers,
	Level:     rule.Should,
	Passive:   true,
	Statement: "AP-Device-Identifier and X-Device-Info are also sent with the configuration, with sessions by code and with polls.",
	Why:       "The checklist wants them on every request; without them a call counts as one of an unknown platform.",
	Remedy:    "Build the device headers in the one place that makes requests, whatever the operation.",
	Occasion:  "request for a device whose reference does not list the device headers as required",
	Missing:   "neither configuration nor session nor poll was asked for on behalf of a streaming device",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-configuration-apis-retrieve-configuration-for-specific-service-provider", Anchor: "request"},
		{Page: "rest-api-v2-profiles-apis-retrieve-profile-for-specific-code", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("configuration", "session", "resumeSession", "profilesByCode") {
			if elsewhere(e, x) {
				continue
			}
			var lacks []string
			for _, name := range []string{"AP-Device-Identifier", "X-Device-Info"} {
				if v, _ := x.Request.Value(name); v == "" {
					lacks = append(lacks, name)
				}
			}
			var c *rule.Complaint
			if len(lacks) > 0 {
				c = rule.Complain("%s carries no %s; wanted both device headers on every request", x.Operation, strings.Join(lacks, " and no "))
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// elsewhere tells whether somebody else than the streaming device may ask about its code:
// the page on the second screen, which has no device to name. Where that cannot be
// told, session endpoints are the second screen's and polls the device's.
func elsewhere(e *rule.Evidence, x *journal.Exchange) bool {
	if x.Operation == "configuration" {
		return false
	}
	who := e.Actor(x)
	if chain := forwarded(x); who != nil && who.Address != "" && len(chain) > 0 {
		return rule.PlainAddress(chain[0]) != rule.PlainAddress(who.Address)
	}
	return x.Operation != "profilesByCode"
}
