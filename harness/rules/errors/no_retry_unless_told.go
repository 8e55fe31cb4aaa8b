package errors

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// watched is how long after a refusal a repeat counts, unless the app asks anew.
const watched = 10 * time.Second

// NoRetryUnlessTold: what was refused is not asked again unchanged.
var NoRetryUnlessTold = &rule.Rule{
	ID:        "ERR-NO-RETRY-UNLESS-TOLD",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "A request that was refused with another action than retry is not repeated unchanged.",
	Why:       "A middleware that repeats everything multiplies every fault of one request into a load for everybody.",
	Remedy:    "Look at the action of the error: repeat on retry, register on application-registration, sign in on authentication, stop on the rest.",
	Occasion:  "request that was refused for good",
	Missing:   "no request was refused with an action that forbids a repeat",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := e.Operations()
		var cases []rule.Case
		repeat := map[journal.ID]bool{} // a repeat is judged with its first
		for i, x := range all {
			r := rule.Refused(x)
			if repeat[x.ID] || !forGood(x, r) {
				continue
			}
			until := horizon(e, x)
			var again []*journal.Exchange
			for _, y := range all[i+1:] {
				if y.Start.After(x.End) && y.Start.Before(until) && same(x, y) {
					again = append(again, y)
					repeat[y.ID] = true
				}
			}
			switch {
			case len(again) > 0:
				c := rule.Complain("%s was sent again %v after %s (action %s); wanted no repeat", x.Operation, again[0].Start.Sub(x.End).Round(time.Millisecond), r.Code, r.Action)
				// The list gives internal_server_error the action none, while the
				// checklist lets a few statuses be repeated: a warning.
				c.Mild = r.Code == "internal_server_error" && len(again) <= 3
				cases = append(cases, rule.Prove(c, x, again[0]))
			default:
				if alive, ok := e.AliveAt(x.End.Add(3 * time.Second)); ok {
					cases = append(cases, rule.Prove(nil, x, alive))
				}
			}
		}
		return cases
	},
}

// forGood tells whether a refusal forbids a repeat. Polls have rules of their own, and so
// have tokens, throttling, the responses of partners and what is not documented.
func forGood(x *journal.Exchange, r rule.Refusal) bool {
	if !known(r) || x.Operation == "" || x.Response.Status == 401 || x.Operation == "profilesByCode" || x.Operation == "partnerProfile" {
		return false
	}
	switch r.Action {
	case "none", "configuration", "authentication":
		return true
	}
	return false
}

// horizon is until when a repeat is the service's own idea: until the app asks for
// something again.
func horizon(e *rule.Evidence, x *journal.Exchange) time.Time {
	until := x.End.Add(watched)
	who := e.Name(x)
	for _, a := range e.Acts {
		if a.Device == who && who != "" && a.Start.After(x.Start) && a.Start.Before(until) {
			switch a.Verb {
			case journal.Direct, journal.Withdraw, journal.Alter, journal.Browse, journal.Watched:
			default:
				until = a.Start
			}
		}
	}
	return until
}

// same tells a repeat: same request for the same device.
func same(x, y *journal.Exchange) bool {
	return x.Request.Method == y.Request.Method && x.Request.Target == y.Request.Target &&
		string(x.Request.Body) == string(y.Request.Body) && x.Device == y.Device && x.Address == y.Address
}
