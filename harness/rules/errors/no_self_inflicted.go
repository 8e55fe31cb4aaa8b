package errors

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// NoSelfInflicted: a service that does everything right is not refused.
var NoSelfInflicted = &rule.Rule{
	ID:        "ERR-NO-SELF-INFLICTED",
	Phase:     rule.Errors,
	Level:     rule.Should,
	Passive:   true,
	Statement: "On a clean path Adobe Pass refuses nothing: no 400, 401, 403, 404, 405 or 429.",
	Why:       "Refusals that the service brings upon itself hide the ones that matter, and cost a request each.",
	Remedy:    "Find out which request is refused and why before release; do not use refusals to find things out.",
	Occasion:  "request that nobody had told the mock to refuse",
	Missing:   "the service made no request",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			if len(x.Directed) > 0 || owned(e, x) {
				continue
			}
			var c *rule.Complaint
			if slices.Contains([]int{400, 401, 403, 404, 405, 429}, x.Response.Status) {
				c = rule.Complain("%s was answered %d %s; wanted no refusal on a clean path", x.Operation, x.Response.Status, rule.Refused(x).Code)
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// owned tells whether a more specific rule judges the refusal: paths that do not exist,
// requests that depart from the contract, registrations, polls for codes that have
// ended, lists that are too long, logouts that end nowhere, tokens that were used too
// long, and budgets that were overdrawn.
func owned(e *rule.Evidence, x *journal.Exchange) bool {
	switch {
	case x.Operation == "", len(x.Violations) > 0, x.Operation == "register", x.Operation == "profilesByCode":
		return x.Response.Status >= 400
	case slices.Contains([]string{"too_many_resources", "invalid_parameter_redirect_url"}, rule.Refused(x).Code):
		return true
	case x.Response.Status == 401:
		return expired(e, x)
	case x.Response.Status == 429:
		return true // of the throttle itself: NET-THROTTLE-BUDGET
	}
	return false
}

func expired(e *rule.Evidence, x *journal.Exchange) bool {
	t := e.TokenOf(x)
	if t == nil {
		return true // an unknown token is the matter of HDR-AUTHORIZATION
	}
	var body struct {
		Expires int64 `json:"expires_in"`
	}
	return t.Response.JSON(&body) == nil && x.Start.After(t.Start.Add(time.Duration(body.Expires)*time.Second))
}
