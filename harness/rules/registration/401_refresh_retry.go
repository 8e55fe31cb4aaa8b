package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// patience is how long a repeat is waited for where the app does not call again: as
// long as the slowest poller pauses, and a little more.
const patience = 17 * time.Second

// UnauthorizedRefreshRetry: a 401 is answered by a new token and a second try.
var UnauthorizedRefreshRetry = &rule.Rule{
	ID:        "REG-401-REFRESH-RETRY",
	Phase:     rule.Registration,
	Level:     rule.Should,
	Statement: "After a 401 the service gets a new access token and repeats the request with it.",
	Why:       "A token can end before its time; the user should not notice, and the same token will not be taken a second time.",
	Remedy:    "On 401 ask the token endpoint once, then send the same request again with the new token; do it where requests are made.",
	Occasion:  "request with a token of its client that was answered 401",
	Missing:   "no request with a token was answered 401",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-registration-phase"},
		{Page: "dynamic-client-registration-flow", Anchor: "workflow-access-adobe-pass-protected-apis"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		all := e.Operations()
		judged := map[journal.ID]bool{} // a repeat that is refused again is the matter of REG-401-BOUNDED
		for i, x := range all {
			if x.Response.Status != 401 || x.Operation == "" || judged[x.ID] || e.TokenOf(x) == nil {
				continue
			}
			until := repeatable(e, x)
			again := repeats(all[i+1:], x, until)
			for _, y := range again {
				judged[y.ID] = true
			}
			switch {
			case barred(e, all, x, until), len(again) == 0 && slow(e, x):
			case len(again) == 0:
				if alive, ok := e.AliveAt(until); ok {
					cases = append(cases, rule.Prove(rule.Complain("%s was answered 401 and not repeated; wanted a new token and a second try", x.Operation), alive, x))
				}
			case e.TokenOf(again[0]) == e.TokenOf(x):
				cases = append(cases, rule.Prove(rule.Complain("%s was repeated with the token that had been refused; wanted a new one first", x.Operation), x, again[0]))
			default:
				cases = append(cases, rule.Prove(nil, x, again[0]))
			}
		}
		return cases
	},
}

// repeatable is until when the same request is a repeat and not what the app asks for
// anew. Polls are the service's own idea, whatever the app asks meanwhile.
func repeatable(e *rule.Evidence, x *journal.Exchange) time.Time {
	until := x.End.Add(patience)
	if x.Operation == "profilesByCode" {
		return until
	}
	if a := serving(e, x); a != nil && a.End.After(until) {
		until = a.End
	}
	if t := next(e, e.Name(x), x.End); !t.IsZero() && t.Before(until) {
		return t
	}
	return until
}

// serving is the call of an app for which a request was made; nil where there is none.
func serving(e *rule.Evidence, x *journal.Exchange) *journal.Act {
	name := e.Name(x)
	for _, a := range e.Acts {
		if a.Device == name && name != "" && asks(a.Verb) && !x.Start.Before(a.Start) && x.Start.Before(a.End) {
			return a
		}
	}
	return nil
}

// slow tells whether the call of the app took so long that a service may have run out of
// time for a second try.
func slow(e *rule.Evidence, x *journal.Exchange) bool {
	a := serving(e, x)
	return a != nil && a.End.Sub(a.Start) > patience
}

// repeats are the same requests for the same device that came after the answer.
func repeats(rest []*journal.Exchange, x *journal.Exchange, until time.Time) []*journal.Exchange {
	var out []*journal.Exchange
	for _, y := range rest {
		if !y.Start.Before(until) {
			break
		}
		if y.Start.After(x.End) && y.Request.Method == x.Request.Method && y.Request.Target == x.Request.Target && y.Device == x.Device && y.Address == x.Address {
			out = append(out, y)
		}
	}
	return out
}

// barred tells whether there was no new token to be had for the client, or a new client
// in its place: then other rules judge what follows.
func barred(e *rule.Evidence, all []*journal.Exchange, x *journal.Exchange, until time.Time) bool {
	for _, y := range all {
		if !registers(y) || y.Start.Before(x.Start) || !y.Start.Before(until) {
			continue
		}
		mine := same(y.Client, x.Client) || same(e.Name(y), e.Name(x))
		if mine && (y.Operation == "register" || y.Response.Status/100 != 2) {
			return true
		}
	}
	return false
}
