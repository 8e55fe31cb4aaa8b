package registration

import (
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// TokenRequest: access tokens are asked for as documented.
var TokenRequest = &rule.Rule{
	ID:        "REG-TOKEN-REQUEST",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Access tokens are asked for by POST /o/client/token with client_id, client_secret and grant_type once each in a form, and X-Device-Info.",
	Why:       "A secret in a URL ends in logs; credentials that are sent in two ways are refused as invalid_request.",
	Remedy:    "Post the three fields as a form and authenticate in no other way.",
	Occasion:  "token request",
	Missing:   "the service asked for no token",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-apis-retrieve-access-token", Anchor: "request"},
		{Page: "dynamic-client-registration-apis-retrieve-access-token", Anchor: "error"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(at(e, "/o/client/token"), tokenRequest)
	},
}

func tokenRequest(x *journal.Exchange) *rule.Complaint {
	form, err := x.Request.Form()
	authorization, _ := x.Request.Value("Authorization")
	switch {
	case x.Operation != "token":
		return rule.Complain("%s /o/client/token; wanted POST", x.Request.Method)
	case inQuery(x.Request.Query()):
		return rule.Complain("credentials are in the query; wanted them in the body only")
	case x.Request.MediaType() != "application/x-www-form-urlencoded" || err != nil:
		return rule.Complain("the body is %q; wanted a form", x.Request.MediaType())
	case strings.HasPrefix(strings.ToLower(authorization), "basic "):
		return rule.Complain("the client authenticates with Basic beside the form; wanted the form only")
	case rule.DeviceInfo(x) == nil:
		return rule.Complain("X-Device-Info is missing or cannot be decoded; wanted the device's")
	}
	for _, name := range []string{"client_id", "client_secret", "grant_type"} {
		if n := len(form[name]); n != 1 {
			return rule.Complain("%s stands %d times in the form; wanted once", name, n)
		}
		if form.Get(name) == "" {
			return rule.Complain("%s is empty in the form; wanted its value", name)
		}
	}
	if grant := form.Get("grant_type"); grant != "client_credentials" {
		return rule.Complain("grant_type is %q; wanted client_credentials", grant)
	}
	return nil
}

func inQuery(q url.Values) bool {
	return q.Has("client_id") || q.Has("client_secret") || q.Has("grant_type")
}
