package logout

import (
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ReturnURL: the url of an interactive logout goes to the app.
var ReturnURL = &rule.Rule{
	ID:        "LOGOUT-RETURN-URL",
	Phase:     rule.Logout,
	Level:     rule.Must,
	Statement: "The url of an interactive logout reaches the app, made absolute; the service does not fetch it.",
	Why:       "The session at the MVPD lives in the user's browser: nothing but that browser can end it.",
	Remedy:    "Resolve the url against the host of Adobe Pass and hand it to the app to open in a browser.",
	Occasion:  "interactive logout",
	Missing:   "no logout was interactive",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-7-logout"},
		{Page: "rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd", Anchor: "success"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("logout") {
			ref := interactive(x)
			if ref == "" {
				continue
			}
			if self := fetched(e, x, ref); self != nil {
				cases = append(cases, rule.Prove(rule.Complain("the service opened the logout page itself; wanted a browser to"), x, self))
				continue
			}
			for _, a := range e.Did(journal.Logout) {
				if a.Device == e.Name(x) && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
					cases = append(cases, rule.Prove(handed(a), x, a))
				}
			}
		}
		return cases
	},
}

// interactive is the url of a logout that needs a browser; empty where none does. Answers
// with several entries are the matter of LOGOUT-FOLLOW-ACTIONS.
func interactive(x *journal.Exchange) string {
	if all := actions(x); len(all) == 1 && all[0].Type == "interactive" {
		return all[0].URL
	}
	return ""
}

// handed judges what the app got.
func handed(a *journal.Act) *rule.Complaint {
	to := a.Text("url")
	u, err := url.Parse(to)
	switch {
	case !a.Answered():
		return rule.Complain("the app got no answer (%s); wanted the url to open", a.Failure)
	case to == "":
		return rule.Complain("the app got no url; wanted the one of the logout answer")
	case err != nil || u.Host == "":
		return rule.Complain("the app got %q, which no browser can open; wanted it absolute", to)
	}
	return nil
}

// fetched finds the service on the logout page.
func fetched(e *rule.Evidence, logout *journal.Exchange, ref string) *journal.Exchange {
	u, err := url.Parse(ref)
	if err != nil {
		return nil
	}
	for _, x := range e.Operations("") {
		if x.Start.After(logout.Start) && strings.HasPrefix(x.Request.Path(), "/adobe-services/") && x.Request.Path() == u.EscapedPath() {
			return x
		}
	}
	return nil
}
