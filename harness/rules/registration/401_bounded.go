package registration

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// mostTries is how many repeats, and how many refreshes, one call of an app may cost.
const mostTries = 3

// UnauthorizedBounded: a 401 that stays is given up.
var UnauthorizedBounded = &rule.Rule{
	ID:        "REG-401-BOUNDED",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "When 401 follows 401, the service gives up after at most 3 new tokens and 3 repeats, until the app asks again.",
	Why:       "A loop of refresh and repeat turns one revoked application into a flood from every device.",
	Remedy:    "Count the attempts of one call, tell the app that it failed, and wait for the app to ask again.",
	Occasion:  "call of an app during which Adobe Pass went on answering 401",
	Missing:   "Adobe Pass never went on answering 401",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authorization-phase"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, t := range turns(e) {
			s := stubborn(e, t)
			switch alive, ok := e.AliveAt(t.until); {
			case s == nil:
			case s.repeats > mostTries:
				cases = append(cases, rule.Prove(rule.Complain("%s was repeated %d times while it was answered 401; wanted at most %d", s.last.Operation, s.repeats, mostTries), t.Act, s.last))
			case s.tokens > mostTries+s.polls:
				cases = append(cases, rule.Prove(rule.Complain("%d new tokens were asked for while %s was answered 401; wanted at most %d", s.tokens, s.last.Operation, mostTries), t.Act, s.last))
			case ok:
				cases = append(cases, rule.Prove(nil, t.Act, s.last, alive))
			}
		}
		return cases
	},
}

// A siege is what one call of an app cost while it was answered 401.
type siege struct {
	repeats int               // of the request that was repeated most
	tokens  int               // token calls
	polls   int               // polls that were answered 401: each may refresh once
	last    *journal.Exchange // the last 401 of the request that was repeated most
}

// stubborn adds up a turn in which a request was answered 401 to the end; nil: there was
// none.
func stubborn(e *rule.Evidence, t turn) *siege {
	refused, s := map[string]int{}, siege{}
	last := map[string]*journal.Exchange{}
	for _, x := range e.Operations() {
		if !t.holds(e, x) {
			continue
		}
		key := x.Request.Method + " " + x.Request.Target
		switch {
		case x.Operation == "token":
			s.tokens++
		case x.Operation == "register" || x.Operation == "":
		case x.Response.Status == 429 || x.Response.Status/100 == 5 || x.Response.Status == 0:
			// not now, which ends nothing
		case x.Response.Status != 401:
			delete(refused, key) // it came to an end
		case x.Operation == "profilesByCode":
			s.polls++ // the loop goes on at its own pace
		default:
			refused[key]++
			last[key] = x
		}
	}
	for key, n := range refused {
		if s.last == nil || n-1 > s.repeats || n-1 == s.repeats && last[key].ID < s.last.ID {
			s.repeats, s.last = n-1, last[key]
		}
	}
	if s.last == nil {
		return nil
	}
	return &s
}
