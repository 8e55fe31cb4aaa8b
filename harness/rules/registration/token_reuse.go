package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
)

const (
	longLived = 30 * time.Minute // shorter tokens may be replaced when a service likes
	lastPart  = 5 * time.Minute
	coldStart = 5 * time.Second  // two first calls may race each other, until one has its answer
	enough    = 5                // calls that show a token reused
	inTurn    = 30 * time.Second // calls that were refused at once may be repeated one after the other
)

// TokenReuse: a token serves many calls.
var TokenReuse = &rule.Rule{
	ID:        "REG-TOKEN-REUSE",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Passive:   true,
	Statement: "An access token is kept and used for all calls until it is about to end.",
	Why:       "A token per call doubles the load, and the throttle counts token requests as well.",
	Remedy:    "Store the token with its end and ask for the next one in the last fifth of its life.",
	Occasion:  "token that served several calls, or was replaced",
	Missing:   "no token of half an hour or more served five calls",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-registration-phase"},
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq11"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		served := map[string]int{}
		for _, x := range e.Operations() {
			if t := e.TokenOf(x); t != nil {
				served[t.Request.Target+string(t.Response.Body)]++
			}
		}
		last, forgiven := map[string]*token{}, map[string]bool{}
		var cases []rule.Case
		for _, x := range e.Operations("token") {
			t := tokenOf(x)
			if t == nil || t.life < longLived {
				if t != nil {
					delete(last, t.client)
				}
				continue
			}
			prev := last[t.client]
			soon := prev != nil && early(e, prev, t)
			if soon && len(e.Acts) == 0 && !forgiven[t.client] {
				// Whoever recorded traffic has not told of a restart, and there may have been one.
				forgiven[t.client], soon = true, false
			}
			if soon {
				cases = append(cases, rule.Prove(rule.Complain("a new token was asked for %v after one that lives %v; wanted the one it has", t.Start.Sub(prev.Start).Round(10*time.Millisecond), prev.life), prev.Exchange, t.Exchange))
			} else if served[x.Request.Target+string(x.Response.Body)] >= enough {
				cases = append(cases, rule.Prove(nil, x))
			}
			last[t.client] = t
		}
		return cases
	},
}

// early tells whether a token was replaced before its last part without reason.
func early(e *rule.Evidence, prev, next *token) bool {
	age := next.Start.Sub(prev.End)
	due := prev.life - max(prev.life/5, lastPart)
	if age >= due || (age < coldStart || rule.Late(prev.Exchange)) && !used(e, prev, next) {
		return false
	}
	for _, x := range e.Operations() {
		failed := x.Response.Status == 401 || len(x.Directed) > 0 && x.Response.Status/100 != 2
		if failed && (same(x.Client, prev.client) || same(x.Address, prev.Address)) && x.End.After(prev.End) && x.End.Before(next.End) {
			return false
		}
	}
	return !excused(e, prev.Exchange, next.Exchange, "invalid_client") && !refusedOften(e, prev, next)
}

// refusedOften tells whether so many calls of the client were answered 401 that each token
// had a reason: devices that share a token may be refused at once and renew it in turn. The
// client's first token needs none.
func refusedOften(e *rule.Evidence, prev, next *token) bool {
	from := prev.Start.Add(-inTurn)
	refusals, tokens, first := 0, 0, true
	for _, x := range e.Operations() {
		switch {
		case !same(x.Client, prev.client):
		case first && x.Operation == "token":
			first = false
		case x.Start.Before(from) || x.Start.After(next.Start):
		case x.Operation == "token":
			tokens++
		case x.Response.Status == 401 && x.End.Before(next.End):
			refusals++
		}
	}
	return refusals >= tokens
}

// used tells whether the earlier token served a call before the next was asked for:
// then the two did not race.
func used(e *rule.Evidence, prev, next *token) bool {
	for _, x := range e.Operations() {
		if e.TokenOf(x) == prev.Exchange && x.End.Before(next.Start) {
			return true
		}
	}
	return false
}
