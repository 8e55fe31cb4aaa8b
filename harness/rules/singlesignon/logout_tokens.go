package singlesignon

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// LogoutTokens: who signs out by single sign-on signs out everywhere.
var LogoutTokens = &rule.Rule{
	ID:        "SSO-LOGOUT-TOKENS",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.TokenSSO,
	Statement: "The logout of a user with a platform identity or a service token carries the same token as the login, so that the shared profiles end as well.",
	Why:       "A logout without it leaves the shared profile, and the next lookup signs the user in again behind his back.",
	Remedy:    "Send the headers of single sign-on on logout too, with the same subject as on all other calls.",
	Occasion:  "logout of a device with a platform identity or a known user",
	Missing:   "nobody signed out on a device with a platform identity or a known user",
	Sources: []rule.Source{
		{Page: "rest-api-v2-single-sign-on-logout-flow", Anchor: "workflow-initiate-single-logout-for-specific-mvpd"},
		{Page: "rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, h := range holdings(e, "amazon", "roku", "service-token") {
			if !h.fresh() {
				continue
			}
			for _, x := range h.calls(e, "logout") {
				cases = append(cases, rule.Prove(leaves(h, x), h.act, x))
			}
		}
		return cases
	},
}

// leaves judges one logout.
func leaves(h *holding, x *journal.Exchange) *rule.Complaint {
	name := tokenHeaders[h.kind()]
	sent := header(x, name)
	switch {
	case sent == "":
		return rule.Complain("the logout of %s carries no %s; wanted the token of the login", h.device(), name)
	case h.kind() != "service-token" && sent != h.value() && whose(sent) != whose(h.value()):
		return rule.Complain("the logout of %s carries another %s than the device has; wanted that of the login", h.device(), name)
	}
	return nil
}
