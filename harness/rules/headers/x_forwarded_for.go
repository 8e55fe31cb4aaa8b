package headers

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// XForwardedFor: every call says where the device is.
var XForwardedFor = &rule.Rule{
	ID:        "HDR-X-FORWARDED-FOR",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Every request to REST API V2 on behalf of a device carries X-Forwarded-For.",
	Why:       "The throttle counts by that address: without it all users of the service share one request a second.",
	Remedy:    "Send the device's public address on every call, on polls in the background too.",
	Occasion:  "request to REST API V2",
	Missing:   "the service made no request to REST API V2",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "throttling-mechanism", Anchor: "mechanism-overview"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Operations(v2...), func(x *journal.Exchange) *rule.Complaint {
			if len(forwarded(x)) == 0 {
				return rule.Complain("%s carries no X-Forwarded-For; wanted the device's public address", x.Operation)
			}
			return nil
		})
	},
}
