package errors

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// HTTP5XX: failures of the server are not made worse. That nothing plays meanwhile is
// the matter of AUTHZ-DENY-WINS, and polls have a cadence.
var HTTP5XX = &rule.Rule{
	ID:        "ERR-HTTP-5XX",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "After a bare 5xx or without an answer a request is repeated 3 times at most, with pauses, and the app is told.",
	Why:       "A data centre that comes back is brought down again by all those who have been knocking meanwhile.",
	Remedy:    "Repeat after 1 s, 2 s and 4 s at most, or not at all; then answer the app with an error of your own.",
	Occasion:  "request that failed at the server or on the way",
	Missing:   "no request failed at the server or on the way",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "response"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		return bounded(e, seriesOf(e, func(x *journal.Exchange) bool {
			return x.Operation != "profilesByCode" && (bare(x) && x.Response.Status >= 500 || x.Response.Status == 0 && len(x.Directed) > 0)
		}))
	},
}
