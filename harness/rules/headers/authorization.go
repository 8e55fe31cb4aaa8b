package headers

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Authorization: every call carries its client's token.
var Authorization = &rule.Rule{
	ID:        "HDR-AUTHORIZATION",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Every request to REST API V2 carries “Authorization: Bearer” with an access token that was issued to its client.",
	Why:       "A request without a valid token is answered 401, whatever else is right about it.",
	Remedy:    "Set the header in the one place that makes requests, from the token of that very device.",
	Occasion:  "request to REST API V2",
	Missing:   "the service made no request to REST API V2",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-appendix-headers-authorization", Anchor: "syntax"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		issues := len(e.Operations("token")) > 0 // else the recording began later
		return rule.Each(e.Operations(v2...), func(x *journal.Exchange) *rule.Complaint {
			value, ok := x.Request.Value("Authorization")
			scheme, token, _ := strings.Cut(value, " ")
			switch {
			case !ok || value == "":
				return rule.Complain("%s carries no Authorization; wanted Bearer and the access token", x.Operation)
			case !strings.EqualFold(scheme, "Bearer") || strings.TrimSpace(token) == "":
				return rule.Complain("%s carries Authorization without the scheme Bearer; wanted Bearer and the access token", x.Operation)
			case issues && e.TokenOf(x) == nil && x.Response.Status == 401 && len(x.Directed) == 0:
				return rule.Complain("%s carries a token that was never issued; wanted the one of the token endpoint", x.Operation)
			}
			return nil
		})
	},
}

// v2 are the operations that a service calls with a token.
var v2 = []string{
	"configuration", "createSession", "resumeSession", "session", "profiles", "profilesByMvpd", "profilesByCode",
	"preauthorize", "authorize", "logout", "partnerSession", "partnerProfile",
}

// described are the operations whose API reference lists the device headers as required.
var described = []string{
	"createSession", "profiles", "profilesByMvpd", "preauthorize", "authorize", "logout", "partnerSession", "partnerProfile",
}
