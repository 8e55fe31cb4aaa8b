package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// CredentialsReuse: credentials are fetched once and kept.
var CredentialsReuse = &rule.Rule{
	ID:        "REG-CREDENTIALS-REUSE",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "Client credentials are fetched once per instance and used for every token, over logins, logouts and expiries.",
	Why:       "Profiles belong to the credentials: who registers anew signs its users out.",
	Remedy:    "Store client_id and client_secret for good, and register again only when Adobe Pass says invalid_client.",
	Occasion:  "instance that went on after it had registered",
	Missing:   "no instance was seen to go on after it had registered",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-registration-phase"},
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq6"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, i := range instances(e) {
			if len(i.registers) == 0 {
				continue
			}
			if again := i.again(e); again != nil {
				cases = append(cases, rule.Prove(rule.Complain("%s registered again %v after its first registration; wanted the credentials it has", i.key, again.Start.Sub(i.registers[0].Start).Round(10*time.Millisecond)), i.registers[0], again))
			} else if before, again := i.takeover(e); again != nil {
				cases = append(cases, rule.Prove(rule.Complain("%s registered again for a device that client %s had served; wanted the credentials it has", i.key, before.Client), before, again))
			} else if last := i.wentOn(e); last != nil {
				cases = append(cases, rule.Prove(nil, i.registers[0], last))
			}
		}
		return cases
	},
}

// reasons are the errors after which a client has to register again.
var reasons = []string{"invalid_client", "invalid_access_token_client_application", "invalid_access_token_service_provider"}

// again is a second registration without reason. One that a token's end led to is the
// matter of REG-TOKEN-REFRESH-NO-REREGISTER.
func (i *instance) again(e *rule.Evidence) *journal.Exchange {
	for n := 1; n < len(i.registers); n++ {
		prev, x := i.registers[n-1], i.registers[n]
		if len(prev.Directed) > 0 || len(x.Directed) > 0 || rule.Late(prev) {
			continue // the service may never have seen the answer
		}
		if !excused(e, prev, x, reasons...) && !i.forRefresh(x) {
			return x
		}
	}
	return nil
}

// forRefresh tells whether a registration came where a token was about to end.
func (i *instance) forRefresh(x *journal.Exchange) bool {
	var last *token
	for _, t := range i.tokens {
		if t.End.Before(x.Start) {
			last = t
		}
	}
	return last != nil && !x.Start.Before(last.ends.Add(-last.life/4))
}

// wentOn is the last call of an instance that had occasion to register again: it asked
// for another token, signed out and in again, or made ten calls.
func (i *instance) wentOn(e *rule.Evidence) journal.Entry {
	var after []*token
	for _, t := range i.tokens {
		if t.Start.After(i.registers[0].Start) {
			after = append(after, t)
		}
	}
	if len(after) >= 2 {
		return after[len(after)-1].Exchange
	}
	calls, logouts := 0, 0
	for _, x := range e.Operations() {
		if x.Client == "" || x.Client != i.registers[0].Client || x.Operation == "register" || x.Operation == "token" {
			continue
		}
		calls++
		switch x.Operation {
		case "logout":
			logouts++
		case "createSession":
			if logouts > 0 {
				return x
			}
		}
		if calls == 10 {
			return x
		}
	}
	return nil
}
