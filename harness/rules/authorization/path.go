package authorization

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Path: the endpoint is called decisions, in the plural.
var Path = &rule.Rule{
	ID:        "AUTHZ-PATH",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Authorizations are asked for at POST /api/v2/{serviceProvider}/decisions/authorize/{mvpd}.",
	Why:       "The path /decision/, as the cookbook's text prints it, does not exist: nobody can watch anything.",
	Remedy:    "Write decisions in the plural, as the API reference does.",
	Occasion:  "request for an authorization",
	Missing:   "no authorization was asked for",
	Sources: []rule.Source{
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "request"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-6-check-for-authorized-resources"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Where(asksAuthorization), func(x *journal.Exchange) *rule.Complaint {
			if x.Operation == "authorize" {
				return nil
			}
			return rule.Complain("%s was asked, which does not exist; wanted /decisions/authorize/, plural", x.Request.Path())
		})
	},
}

// asksAuthorization: at the right path, or at the one of the cookbook's text.
func asksAuthorization(x *journal.Exchange) bool {
	return x.Operation == "authorize" || x.Operation == "" && strings.Contains(x.Request.Path(), "/decision/")
}
