package errors

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// UnknownCodes: the lists of codes and actions may grow.
var UnknownCodes = &rule.Rule{
	ID:        "ERR-UNKNOWN-CODES",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "An error with a code or action that is not documented yet breaks nothing: a known action is followed, an unknown one means to stop.",
	Why:       "On the day on which Adobe adds a code, a service that decodes it into a closed list fails for everybody.",
	Remedy:    "Keep code and action as text, decide by the action, and treat every action that you do not know as none.",
	Occasion:  "error with a code or action that is not documented",
	Missing:   "no error had a code or action that is not documented",
	Sources: []rule.Source{
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-representation-structure"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		strange := func(retry bool) []series {
			return seriesOf(e, func(x *journal.Exchange) bool {
				return x.Operation != "profilesByCode" && x.Response.Status != 401 && slices.ContainsFunc(refusals(x), func(r rule.Refusal) bool {
					return !known(r) && (r.Action == "retry") == retry
				})
			})
		}
		return append(final(e, strange(false)), bounded(e, strange(true))...)
	},
}
