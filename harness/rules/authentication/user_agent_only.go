package authentication

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// UserAgentOnly: the login page is opened by a browser.
var UserAgentOnly = &rule.Rule{
	ID:        "AUTHN-USER-AGENT-ONLY",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Passive:   true,
	Statement: "The url of a session is opened by a browser on the user's side, never by the service.",
	Why:       "A login page that the service fetches is spent, and sees the address of the service in place of the user's home.",
	Remedy:    "Hand the url to the app and leave it alone: no prefetch, no link check, no HEAD.",
	Occasion:  "login page that was opened",
	Missing:   "nobody opened a login page that Adobe Pass knows",
	Sources: []rule.Source{
		{Page: "rest-api-v2-basic-authentication-primary-application-flow", Anchor: "workflow-perform-authentication-completed-on-primary-application"},
		{Page: "rest-api-v2-sessions-apis-perform-authentication-in-user-agent", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		conns := map[uint64]bool{}
		for _, x := range e.Operations() {
			if _, ok := x.Request.Value("Authorization"); ok && x.Conn != 0 {
				conns[x.Conn] = true
			}
		}
		opened := e.Where(func(x *journal.Exchange) bool { return x.Operation == "authenticate" })
		var cases []rule.Case
		for _, x := range opened {
			// A page that there is not, at an address that was made up, shows nothing kept.
			if c := visited(x, conns[x.Conn]); c != nil || x.Response.Status < 400 {
				cases = append(cases, rule.Prove(c, x))
			}
		}
		return cases
	},
}

// visited judges who opened a login page. own tells that the connection carries calls of
// the service.
func visited(x *journal.Exchange, own bool) *rule.Complaint {
	switch {
	case x.Party != journal.Browser:
		return rule.Complain("the service itself sent %s to the login page of %s; wanted a browser", x.Request.Method, x.Code)
	case own:
		return rule.Complain("the login page of %s was opened on a connection that carries the service's own calls; wanted a browser", x.Code)
	}
	return nil
}
