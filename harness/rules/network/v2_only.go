package network

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// premium are paths of services beside REST API V2, which the rule leaves alone.
var premium = []string{"/control/", "/reset-tempass/", "/sso/", "/serviceToken", "/link", "/unlink", "/list"}

// V2Only: no mixture with REST API V1 or SDK endpoints.
var V2Only = &rule.Rule{
	ID:        "NET-V2-ONLY",
	Phase:     rule.Network,
	Level:     rule.Must,
	Statement: "The service uses REST API V2 and Dynamic Client Registration for everything, and nothing of REST API V1 or an SDK.",
	Why:       "V1 does not know what V2 has stored: profiles, tokens and logouts of the two contradict each other, and V1 will be switched off.",
	Remedy:    "Replace the remaining V1 calls by their V2 counterparts; user metadata, for instance, is in the profile.",
	Occasion:  "request of the service",
	Missing:   "the service made no request",
	Sources:   []rule.Source{{Page: "rest-api-v2-faqs", Anchor: "migration-faq2"}},
	Grain:     rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Operations(), func(x *journal.Exchange) *rule.Complaint {
			path := "/" + strings.TrimLeft(x.Request.Path(), "/") // slashes too many are the contract's matter too
			if x.Operation != "" || strings.HasPrefix(path, "/api/v2/") || strings.HasPrefix(path, "/o/client/") {
				return nil // a V2 path that does not exist is the contract's matter
			}
			for _, p := range premium {
				if strings.HasPrefix(path, p) {
					return nil
				}
			}
			return rule.Complain("%s %s is no path of REST API V2; wanted /api/v2/ or /o/client/ only", x.Request.Method, x.Request.Path())
		})
	},
}
