package authentication

import (
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SessionRedirectEncoding: the redirect URL arrives as it was meant.
var SessionRedirectEncoding = &rule.Rule{
	ID:        "AUTHN-SESSION-REDIRECT-ENCODING",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "redirectUrl is URL-encoded exactly once in the form of a session.",
	Why:       "A URL that was cut at an ampersand or encoded twice leads the browser to a page that the app does not know.",
	Remedy:    "Let the HTTP library encode the form, and hand it the URL as the app gave it.",
	Occasion:  "session request with a redirectUrl",
	Missing:   "no session request had a redirectUrl",
	Sources: []rule.Source{
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "request"},
		{Page: "rest-api-v2-sessions-apis-resume-authentication-session", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("createSession", "resumeSession") {
			form, err := x.Request.Form()
			if err != nil || form.Get("redirectUrl") == "" {
				continue
			}
			got := form.Get("redirectUrl")
			if a := supplier(e, x); a != nil {
				cases = append(cases, rule.Prove(arrives(got, a.Text("redirectUrl")), a, x))
			} else {
				cases = append(cases, rule.Prove(arrives(got, ""), x))
			}
		}
		return cases
	},
}

// supplier is the act of an app that gave the redirect URL of a session request, or nil.
func supplier(e *rule.Evidence, x *journal.Exchange) *journal.Act {
	for _, a := range e.Did(journal.Login, journal.Activate) {
		mine := a.Device == e.Name(x) || a.Text("code") == x.Code
		if mine && a.Text("redirectUrl") != "" && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return a
		}
	}
	return nil
}

// arrives compares a redirect URL with the one that the app gave. A service may have one
// of its own, which then only has to be one.
func arrives(got, given string) *rule.Complaint {
	if got == given {
		return nil
	}
	decoded, _ := url.QueryUnescape(got)
	again, _ := url.QueryUnescape(given)
	pathed, _ := url.PathUnescape(given)
	u, err := url.Parse(got)
	switch {
	case given != "" && decoded == given, strings.Contains(decoded, "://") && !strings.Contains(got, "://"):
		return rule.Complain("redirectUrl is encoded twice: it decodes to %s; wanted once", got)
	case given != "" && strings.HasPrefix(given, got):
		return rule.Complain("redirectUrl ends early: it decodes to %s; wanted %s", got, given)
	case given != "" && (got == again || got == pathed):
		return rule.Complain("redirectUrl was decoded before it was sent: %s; wanted %s", got, given)
	case err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "" && u.Path == "":
		return rule.Complain("redirectUrl is %q; wanted an absolute URL", got)
	}
	return nil
}
