package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// skew is what clocks may differ by.
const skew = time.Second

// perRace is how many ends of tokens excuse one call that came too late.
const perRace = 20

// TokenExpiry: no call carries a token that has ended.
var TokenExpiry = &rule.Rule{
	ID:        "REG-TOKEN-EXPIRY",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "The life of a token is read from expires_in and created_at, and no call carries a token that has ended.",
	Why:       "A service that waits for the 401 pays two extra requests for every device each time a token ends.",
	Remedy:    "Compute the end as created_at (milliseconds) plus expires_in (seconds) and replace the token before it.",
	Occasion:  "token that ended while its client went on",
	Missing:   "no token ended while its client went on",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-flow", Anchor: "workflow-access-adobe-pass-protected-apis"},
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-registration-phase"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		calls := e.Operations()
		late := 0
		for _, i := range instances(e) {
			for n, t := range i.tokens {
				if x := carrier(e, calls, t); x != nil {
					late++
					cases = append(cases, rule.Prove(rule.Complain("%s carried a token that had ended %v before; wanted a fresh one", x.Operation, x.Start.Sub(t.ends).Round(10*time.Millisecond)), t.Exchange, x))
				} else if next := successor(e, calls, i.tokens[n+1:], t); next != nil {
					cases = append(cases, rule.Prove(nil, t.Exchange, next))
				}
			}
		}
		if late <= len(cases)/perRace {
			for n := range cases {
				cases[n].Complaint = nil
			}
		}
		return cases
	},
}

// carrier is the first call that carried the token after its end.
func carrier(e *rule.Evidence, calls []*journal.Exchange, t *token) *journal.Exchange {
	for _, x := range calls {
		if e.TokenOf(x) == t.Exchange && x.Start.After(t.ends.Add(skew)) {
			return x
		}
	}
	return nil
}

// successor is a call of the same instance, after the token's end, with a later token.
func successor(e *rule.Evidence, calls []*journal.Exchange, later []*token, t *token) *journal.Exchange {
	for _, x := range calls {
		if !x.Start.After(t.ends) {
			continue
		}
		for _, l := range later {
			if e.TokenOf(x) == l.Exchange {
				return x
			}
		}
	}
	return nil
}
