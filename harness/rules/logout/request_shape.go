package logout

import (
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RequestShape: a logout names the MVPD and where the browser ends.
var RequestShape = &rule.Rule{
	ID:        "LOGOUT-REQUEST-SHAPE",
	Phase:     rule.Logout,
	Level:     rule.Must,
	Passive:   true,
	Statement: "A logout is GET /api/v2/{serviceProvider}/logout/{mvpd} with a redirectUrl that is encoded once.",
	Why:       "Without MVPD the path does not exist; with a redirectUrl that is encoded twice the browser ends nowhere.",
	Remedy:    "Put the MVPD of the profile into the path and an absolute URL into the query, encoded once.",
	Occasion:  "logout call",
	Missing:   "no logout was called",
	Sources: []rule.Source{
		{Page: "rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd", Anchor: "request"},
		{Page: "rest-api-v2-basic-logout-primary-application-flow", Anchor: "workflow-initiate-logout-for-specific-mvpd-with-logout-endpoint"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Where(isLogout), func(x *journal.Exchange) *rule.Complaint {
			if x.Operation == "" {
				return rule.Complain("%s %s; wanted GET /api/v2/{serviceProvider}/logout/{mvpd}", x.Request.Method, x.Request.Path())
			}
			return returnsTo(x.Request.Query().Get("redirectUrl"))
		})
	},
}

func returnsTo(to string) *rule.Complaint {
	if to == "" {
		return rule.Complain("redirectUrl is missing; wanted where the browser ends")
	}
	u, err := url.Parse(to)
	if err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "" || u.Path != "") && !strings.Contains(to[:min(len(to), 12)], "%") {
		return nil
	}
	if again, err := url.QueryUnescape(to); err == nil && again != to && strings.Contains(again, "://") {
		return rule.Complain("redirectUrl is encoded twice: it decodes to %s; wanted once", to)
	}
	return rule.Complain("redirectUrl is %q; wanted an absolute URL", to)
}
