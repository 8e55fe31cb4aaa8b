package errors

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RetryLimited: what may be repeated is repeated seldom. Authorizations have a rule of
// their own, AUTHZ-RETRY-BOUNDED, and polls a cadence.
var RetryLimited = &rule.Rule{
	ID:        "ERR-RETRY-LIMITED",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "Where the action is retry, a request is repeated 2 or 3 times at most, or with pauses that grow, on every endpoint.",
	Why:       "Each layer that repeats three times multiplies the load by four, just when Adobe Pass or an MVPD is slow.",
	Remedy:    "Repeat in one place only, after 1 s, 2 s and 4 s, then tell the app; count per request of the app, not per HTTP call.",
	Occasion:  "request that Adobe Pass asked to repeat",
	Missing:   "Adobe Pass asked to repeat nothing but authorizations and polls",
	Sources: []rule.Source{
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-response-handling"},
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authorization-phase"},
		{Page: "rest-api-v2-ai-rules", Anchor: "coding-assistants-rules"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		return bounded(e, seriesOf(e, func(x *journal.Exchange) bool {
			return x.Operation != "authorize" && x.Operation != "profilesByCode" &&
				slices.ContainsFunc(refusals(x), func(r rule.Refusal) bool { return known(r) && r.Action == "retry" })
		}))
	},
}
