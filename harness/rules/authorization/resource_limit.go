package authorization

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ResourceLimit: one request asks for no more resources than agreed.
var ResourceLimit = &rule.Rule{
	ID:        "AUTHZ-RESOURCE-LIMIT",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Passive:   true,
	Statement: "One authorize request names no more resources than agreed, by default one.",
	Why:       "Adobe Pass refuses the request with too_many_resources, and each resource costs a question to the MVPD.",
	Remedy:    "Authorize the title that is played, and only that.",
	Occasion:  "authorize request",
	Missing:   "no authorization was asked for",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-6-check-for-authorized-resources"},
		{Page: "rest-api-v2-faqs", Anchor: "authorization-phase-faq11"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Operations("authorize"), func(x *journal.Exchange) *rule.Complaint {
			if n, limit := len(rule.Resources(x)), e.Declared.AuthorizeLimit(); n > limit {
				return rule.Complain("%d resources in one request; wanted at most %d", n, limit)
			}
			return nil
		})
	},
}
