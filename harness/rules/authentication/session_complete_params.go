package authentication

import (
	"net/url"
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SessionCompleteParams: a session with an MVPD is created complete, in one call.
var SessionCompleteParams = &rule.Rule{
	ID:        "AUTHN-SESSION-COMPLETE-PARAMS",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Passive:   true,
	Statement: "When the MVPD is chosen, POST sessions carries mvpd, domainName and redirectUrl together.",
	Why:       "An incomplete session cannot be opened in a browser; the user waits for a second call, or stands before an error page.",
	Remedy:    "Send all three in the one form; domainName is a bare host name that Adobe has registered for the service provider.",
	Occasion:  "session created with an MVPD",
	Missing:   "no session was created with an MVPD",
	Sources: []rule.Source{
		{Page: "rest-api-v2-basic-authentication-primary-application-flow", Anchor: "workflow-perform-authentication-completed-on-primary-application"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		domains := registered(e)
		return rule.Each(withMVPD(e), func(x *journal.Exchange) *rule.Complaint {
			form, _ := x.Request.Form()
			return complete(x, form, domains)
		})
	},
}

// withMVPD are the sessions that name an MVPD. A second screen without one may send as
// little as it likes.
func withMVPD(e *rule.Evidence) []*journal.Exchange {
	return slices.DeleteFunc(e.Operations("createSession"), func(x *journal.Exchange) bool {
		form, err := x.Request.Form()
		return err != nil || form.Get("mvpd") == ""
	})
}

func complete(x *journal.Exchange, form url.Values, domains []string) *rule.Complaint {
	var lacks []string
	for _, name := range []string{"domainName", "redirectUrl"} {
		if form.Get(name) == "" {
			lacks = append(lacks, name)
		}
	}
	domain := form.Get("domainName")
	switch {
	case len(lacks) > 0:
		return rule.Complain("the session for %q was created without %s; wanted mvpd, domainName and redirectUrl in one call", form.Get("mvpd"), strings.Join(lacks, " and "))
	case strings.ContainsAny(domain, "/:"):
		return rule.Complain("domainName is %q; wanted a bare host name", domain)
	case len(domains) > 0 && !slices.Contains(domains, domain):
		return rule.Complain("domainName %q is not registered; the configuration has %s", domain, strings.Join(domains, ", "))
	}
	if s, ok := rule.SessionOf(x); ok && s.Action == "resume" {
		return rule.Complain("the session had to be completed by another call (actionName resume); wanted it complete")
	}
	return nil
}

// registered are the domains of the configurations that were seen.
func registered(e *rule.Evidence) []string {
	var out []string
	for _, x := range e.Operations("configuration") {
		var body struct {
			Requestor struct {
				Domains []struct {
					Name string `json:"name"`
				} `json:"domains"`
			} `json:"requestor"`
		}
		if x.Response.JSON(&body) == nil {
			for _, d := range body.Requestor.Domains {
				out = append(out, d.Name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
