package singlesignon

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// TokenNotExpired: what is over, or nobody has signed, is not sent.
var TokenNotExpired = &rule.Rule{
	ID:        "SSO-TOKEN-NOT-EXPIRED",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.TokenSSO,
	Statement: "A token of single sign-on is checked before it is used: only one that is signed or encrypted and has not expired is sent to Adobe Pass.",
	Why:       "Adobe Pass serves a call with a bad token as though it had none: the user is signed out without anybody noticing, or somebody else's word is passed on as the platform's.",
	Remedy:    "Look at alg and exp of the token before each use; leave the header out when it does not hold, and ask the app for a fresh one.",
	Occasion:  "token that must not be sent",
	Missing:   "no device has delivered a token that must not be sent",
	Sources: []rule.Source{
		{Page: "rest-api-v2-single-sign-on-platform-identity-flows", Anchor: "workflow-perform-authentication-through-single-sign-on-using-platform-identity"},
		{Page: "rest-api-v2-single-sign-on-service-token-flows", Anchor: "workflow-steps-scenario-performing-authentication-flow-using-service-token-single-sign-on-method"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := holdings(e, "amazon", "roku", "service-token")
		bad, told := unusable(all), map[string]bool{}
		var cases []rule.Case
		for _, x := range e.Operations() {
			for _, name := range []string{amazonHeader, rokuHeader, serviceHeader} {
				sent := header(x, name)
				if sent == "" || told[sent] {
					continue
				}
				if c := spoilt(name, sent, bad[sent], x); c != nil {
					told[sent] = true
					cases = append(cases, rule.Prove(c, x))
				}
			}
		}
		for _, h := range all {
			if h.fresh() || h.value() == "" || told[h.value()] {
				continue
			}
			if calls := h.calls(e, bearing...); len(calls) > 0 {
				cases = append(cases, rule.Prove(nil, h.act, calls[0]))
			}
		}
		return cases
	},
}

// skew is how far the clocks of service and mock may be apart.
const skew = time.Second

// spoilt says why a token should not have been sent; nil: it may.
func spoilt(name, sent string, known *holding, x *journal.Exchange) *rule.Complaint {
	if known != nil && known.state() == "garbage" {
		return rule.Complain("%s carries %s %q, which is no token at all; wanted none", x.Operation, name, sent)
	}
	t, ok := decode(sent)
	switch {
	case !ok:
		return nil // encrypted, or so odd that other rules speak of it
	case t.unsigned():
		return rule.Complain("%s carries a %s that nobody has signed (alg none); wanted none, or one that is signed", x.Operation, name)
	case !t.ends().IsZero() && t.ends().Add(skew).Before(x.Start):
		return rule.Complain("%s carries a %s that had expired %v before; wanted none, or a fresh one", x.Operation, name, x.Start.Sub(t.ends()).Round(time.Second))
	}
	return nil
}
