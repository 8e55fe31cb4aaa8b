package errors

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// NonJSONBody: pages of gateways do no harm.
var NonJSONBody = &rule.Rule{
	ID:        "ERR-NON-JSON-BODY",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "An answer that is not JSON is handled by its status: the app gets an answer of the service, not that page, and polling goes on.",
	Why:       "The throttle answers with HTML, and so does every gateway on the way; a parser that throws there ends a login that was going well.",
	Remedy:    "Look at status and media type before parsing, treat what cannot be read as a failure of that one request, and keep the loop alive.",
	Occasion:  "answer that is not JSON",
	Missing:   "every answer was JSON",
	Sources: []rule.Source{
		{Page: "throttling-mechanism", Anchor: "throttling-mechanism-response"},
		{Page: "rest-api-v2-sessions-apis-perform-authentication-in-user-agent", Anchor: "error"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			if x.Operation == "" || x.Response.Cut || strings.TrimSpace(string(x.Response.Body)) == "" || json.Valid(x.Response.Body) {
				continue
			}
			if c := unread(e, x); c != nil {
				cases = append(cases, *c)
			}
		}
		return cases
	},
}

func unread(e *rule.Evidence, x *journal.Exchange) *rule.Case {
	var c rule.Case
	if act := asker(e, x); act != nil {
		switch page := relayed(act, x); {
		case !told(act):
			c = rule.Prove(rule.Complain("the app got no answer to its %s (%s) after a page that is not JSON; wanted an answer", act.Verb, act.Failure), x, act)
			return &c
		case page:
			c = rule.Prove(rule.Complain("the app was given the page that Adobe Pass answered %s with; wanted an answer of the service", x.Operation), x, act)
			return &c
		}
	}
	if x.Operation == "profilesByCode" && x.Response.Status != 429 { // which ERR-429-COOLDOWN judges
		return goesOn(e, x)
	}
	if alive, ok := e.AliveAt(x.End.Add(quiet)); ok {
		c = rule.Prove(nil, x, alive)
		return &c
	}
	return nil
}

// relayed tells whether the app was given the page.
func relayed(a *journal.Act, x *journal.Exchange) bool {
	page := strings.TrimSpace(string(x.Response.Body))
	page = page[:min(len(page), 60)]
	for _, text := range append(a.List("texts"), a.Text("reason"), a.Text("message")) {
		if strings.Contains(text, page) {
			return true
		}
	}
	return false
}

// slowest is the longest that a poller may wait for the next poll.
const slowest = 20 * time.Second

// goesOn wants another poll for the code, unless its end came first.
func goesOn(e *rule.Evidence, x *journal.Exchange) *rule.Case {
	for _, y := range e.Operations("profilesByCode", "createSession") {
		if !y.Start.After(x.End) {
			continue
		}
		if y.Code == x.Code && y.Operation == x.Operation {
			c := rule.Prove(nil, x, y)
			return &c
		}
		if y.Operation == "createSession" && y.Device == x.Device {
			return nil // the user has begun anew
		}
	}
	if alive, ok := e.AliveAt(x.End.Add(slowest)); ok {
		c := rule.Prove(rule.Complain("the code %s was not polled again after an answer that was not JSON; wanted the polls to go on", x.Code), x, alive)
		return &c
	}
	return nil
}
