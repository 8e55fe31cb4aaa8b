package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// TokenRefreshNoReregister: a new token needs no new credentials.
var TokenRefreshNoReregister = &rule.Rule{
	ID:        "REG-TOKEN-REFRESH-NO-REREGISTER",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "A token is replaced by asking the token endpoint with the credentials at hand, never by registering again.",
	Why:       "New credentials cannot reach the old profiles: every user is signed out each time a token ends.",
	Remedy:    "Call POST /o/client/token with the stored client_id and client_secret.",
	Occasion:  "token that was replaced at its end",
	Missing:   "no token was replaced at its end",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq12"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, i := range instances(e) {
			for n := 1; n < len(i.tokens); n++ {
				prev, next := i.tokens[n-1], i.tokens[n]
				if next.Start.Before(prev.ends.Add(-max(prev.life/4, 0))) || excused(e, prev.Exchange, next.Exchange, "invalid_client") {
					continue // not replaced for its age
				}
				if again := between(i.registers, prev.End, next.Start); again != nil {
					cases = append(cases, rule.Prove(rule.Complain("%s registered again to replace a token; wanted the token endpoint alone", i.key), prev.Exchange, again))
				} else {
					cases = append(cases, rule.Prove(nil, prev.Exchange, next.Exchange))
				}
			}
		}
		return cases
	},
}

func between(xs []*journal.Exchange, from, to time.Time) *journal.Exchange {
	for _, x := range xs {
		if x.Start.After(from) && x.Start.Before(to) {
			return x
		}
	}
	return nil
}
