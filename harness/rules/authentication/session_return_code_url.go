package authentication

import (
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SessionReturnCodeURL: the app gets the code and the url.
var SessionReturnCodeURL = &rule.Rule{
	ID:        "AUTHN-SESSION-RETURN-CODE-URL",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "The code and the url of a session reach the app unchanged; a relative url is made absolute.",
	Why:       "A code in another spelling is no code, and a relative url leads nowhere from a device.",
	Remedy:    "Hand the code on as it came, and resolve the url against the host of Adobe Pass.",
	Occasion:  "login for which a session was created",
	Missing:   "no app got the code or url of a session",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-3-authenticate-the-user"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "success"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range e.Did(journal.Login) {
			x, s := latestSession(e, a)
			if x == nil || !a.Answered() || a.Text("code") == "" && (a.Text("url") == "" || s.Action != "authenticate") {
				continue // that the app got nothing at all is no matter of spelling
			}
			complaint := handed(a, s)
			if complaint == nil && s.Action == "authenticate" && !leads(e, a, s) {
				continue
			}
			cases = append(cases, rule.Prove(complaint, x, a))
		}
		return cases
	},
}

// latestSession is the last session with a code that was made while an app waited for its login.
func latestSession(e *rule.Evidence, a *journal.Act) (*journal.Exchange, rule.Session) {
	all := e.During(a, 0, "createSession")
	for i := len(all) - 1; i >= 0; i-- {
		if s, ok := rule.SessionOf(all[i]); ok && s.Code != "" {
			return all[i], s
		}
	}
	return nil, rule.Session{}
}

// handed compares what the app got with what Adobe Pass gave.
func handed(a *journal.Act, s rule.Session) *rule.Complaint {
	code, ref := a.Text("code"), a.Text("url")
	switch u, err := url.Parse(ref); {
	case code != s.Code:
		return rule.Complain("the app got the code %q for %q; wanted it unchanged", code, s.Code)
	case s.Action != "authenticate":
		return nil
	case ref == "" && a.Text("screen") == "primary":
		return rule.Complain("the app got no url for its browser; wanted %s", s.URL)
	case ref == "":
		return rule.Warn("the app got the code %s without the url; wanted both", code)
	case err != nil || u.Scheme == "" || u.Host == "":
		return rule.Complain("the app got the url %q, which leads nowhere from a device; wanted it absolute", ref)
	}
	return nil
}

// leads tells whether what the app got can be seen to lead to the login page of the
// session: it is its url, or a browser came there. A page of the Programmer may stand
// between.
func leads(e *rule.Evidence, a *journal.Act, s rule.Session) bool {
	got, err := url.Parse(a.Text("url"))
	if err != nil {
		return false
	}
	if given, err := url.Parse(s.URL); err == nil && strings.HasSuffix(got.Path, given.Path) {
		return true
	}
	for _, x := range e.Where(func(x *journal.Exchange) bool { return x.Operation == "authenticate" && x.Party == journal.Browser }) {
		if x.Code == s.Code && x.Start.After(a.Start) {
			return true
		}
	}
	return false
}
