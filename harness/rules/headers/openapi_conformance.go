package headers

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// OpenAPIConformance: requests keep the published contract.
var OpenAPIConformance = &rule.Rule{
	ID:        "HDR-OPENAPI-CONFORMANCE",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Every request keeps the published contract: path, method, required parameters and their forms.",
	Why:       "What departs from the contract works by chance, until the next release of Adobe Pass.",
	Remedy:    "Compare the request with the API reference of its operation and mend what the finding names.",
	Occasion:  "request to REST API V2 or Dynamic Client Registration",
	Missing:   "the service made no request",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "request"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			path := "/" + strings.Join(segments(x), "/") + "/"
			if x.Operation == "" && (!strings.HasPrefix(path, "/api/v2/") && !strings.HasPrefix(path, "/o/client/") || ownedPath(x)) {
				continue
			}
			cases = append(cases, rule.Prove(conforms(x), x))
		}
		return cases
	},
}

func conforms(x *journal.Exchange) *rule.Complaint {
	if allow, ok := x.Response.Value("Allow"); ok && x.Operation == "" {
		return rule.Complain("%s %s: the path does not know the method; wanted %s", x.Request.Method, x.Request.Path(), allow)
	}
	if x.Operation == "" {
		return rule.Complain("%s %s is no operation of the contract; wanted a path of the API reference", x.Request.Method, x.Request.Path())
	}
	for _, v := range x.Violations {
		if v.Kind != journal.Undocumented && !owned(x, v) {
			return rule.Complain("%s: %s %s %s: %s", x.Operation, v.Kind, v.In, v.Name, v.Reason)
		}
	}
	return nil
}

// segments are the parts of a path, with slashes too many left out.
func segments(x *journal.Exchange) []string {
	return strings.FieldsFunc(x.Request.Path(), func(r rune) bool { return r == '/' })
}

// The contract is wide; what a more specific rule judges is left to it:
//
//   - the headers Authorization, AP-Device-Identifier, X-Device-Info, X-Forwarded-For
//     and Content-Type have rules of their own in this phase, and so has a body that is
//     not of its type;
//   - requests of registration are REG-REGISTER-REQUEST's and REG-TOKEN-REQUEST's;
//   - the redirectUrl, path and method of a logout are LOGOUT-REQUEST-SHAPE's;
//   - the path /decision/ is AUTHZ-PATH's;
//   - parameters that no document knows are HDR-ONLY-EXPECTED's;
//   - how many resources one request may name is agreed outside the contract.
var ownHeaders = []string{"Authorization", "AP-Device-Identifier", "X-Device-Info", "X-Forwarded-For", "Content-Type"}

func owned(x *journal.Exchange, v journal.Violation) bool {
	switch {
	case v.In == "header":
		return slices.ContainsFunc(ownHeaders, func(h string) bool { return strings.EqualFold(h, v.Name) })
	case x.Operation == "register", x.Operation == "token", x.Operation == "logout" && v.Name == "redirectUrl":
		return true
	}
	return v.In == "body" && unread(x)
}

func ownedPath(x *journal.Exchange) bool {
	path := x.Request.Path()
	return strings.Contains(path, "/decision/") || strings.HasPrefix(path, "/api/v2/") && strings.Contains(path, "/logout") ||
		path == "/o/client/register" || path == "/o/client/token"
}
