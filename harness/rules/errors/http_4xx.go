package errors

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// HTTP4XX: what is wrong stays wrong. Polls have rules of their own.
var HTTP4XX = &rule.Rule{
	ID:        "ERR-HTTP-4XX",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "After a 400, 403, 404 or 405 without an enhanced error a request is not repeated unchanged, and the app is told.",
	Why:       "The same request gets the same answer; all that a repeat does is to double the load of a mistake.",
	Remedy:    "Give up after one such answer and tell the app; a 401 is for the token, a 429 for the throttle.",
	Occasion:  "request that was answered with a bare 4xx",
	Missing:   "no request was answered with a bare 4xx",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "response"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		return final(e, seriesOf(e, func(x *journal.Exchange) bool {
			return x.Operation != "profilesByCode" && bare(x) && x.Response.Status < 500
		}))
	},
}

// final makes the cases of series that must have no repeat.
func final(e *rule.Evidence, all []series) []rule.Case {
	var cases []rule.Case
	for _, s := range all {
		if c := unanswered(e, s); c != nil {
			cases = append(cases, *c)
		} else if len(s) > 1 {
			cases = append(cases, rule.Prove(rule.Complain("%s was sent again %v after %s; wanted no repeat", s[0].Operation, s[1].Start.Sub(s[0].End).Round(time.Millisecond), said(s[0])), s[0], s[1]))
		} else if alive, ok := e.AliveAt(s[0].End.Add(quiet)); ok {
			cases = append(cases, rule.Prove(nil, s[0], alive))
		}
	}
	return cases
}
