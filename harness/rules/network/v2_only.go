package network

import (
	"regexp"
	"strings"

	"github.com/passproof/passproof/harness/rule"
)

// V2Only: no mixture with REST API V1 or SDK endpoints.
var V2Only = &rule.Rule{
	ID:        "NET-V2-ONLY",
	Phase:     rule.Network,
	Level:     rule.Must,
	Passive:   true,
	Statement: "The service uses REST API V2 and Dynamic Client Registration for everything, and nothing of REST API V1 or an SDK.",
	Why:       "V1 does not know what V2 has stored: profiles, tokens and logouts of the two contradict each other, and V1 will be switched off.",
	Remedy:    "Replace the remaining V1 calls by their V2 counterparts; user metadata, for instance, is in the profile.",
	Occasion:  "request of the service",
	Missing:   "the service made no request",
	Sources:   []rule.Source{{Page: "rest-api-v2-faqs", Anchor: "migration-faq2"}},
	Grain:     rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			path := plain(x.Request.Path())
			switch {
			case premium.MatchString(path):
			case x.Operation != "", version2(path), registers(path):
				cases = append(cases, rule.Prove(nil, x)) // one that does not exist is the contract's matter
			default:
				cases = append(cases, rule.Prove(rule.Complain("%s %s is no path of REST API V2; wanted %s", x.Request.Method, x.Request.Path(), instead(path)), x))
			}
		}
		return cases
	},
}

// premium are paths of Adobe's services beside REST API V2, which the rule leaves alone:
// SSO Service, degradation, reset of TempPass, ESM.
var premium = regexp.MustCompile(`^/(api/[^/]+/(serviceToken|list|link|unlink)|(control|reset-tempass|esm)/v\d+(/.*)?)$`)

// counterparts of REST API V1, by what its paths contain (rest-api-v2-faqs#migration-faq2
// leads to the tables). The first that fits counts.
var counterparts = []struct{ old, say string }{
	{"/regcode", "POST /api/v2/{serviceProvider}/sessions"},
	{"/config/", "GET /api/v2/{serviceProvider}/configuration"},
	{"/tokens/authz", "POST /api/v2/{serviceProvider}/decisions/authorize/{mvpd}"},
	{"/tokens/media", "POST /api/v2/{serviceProvider}/decisions/authorize/{mvpd}"},
	{"/mediatoken", "POST /api/v2/{serviceProvider}/decisions/authorize/{mvpd}"},
	{"/preauthorize", "POST /api/v2/{serviceProvider}/decisions/preauthorize/{mvpd}"},
	{"/authorize", "POST /api/v2/{serviceProvider}/decisions/authorize/{mvpd}"},
	{"/tokens/", "GET /api/v2/{serviceProvider}/profiles, which has the user metadata too"},
	{"/checkauthn", "GET /api/v2/{serviceProvider}/profiles"},
	{"/logout", "GET /api/v2/{serviceProvider}/logout/{mvpd}"},
}

// instead is what to call in place of a path.
func instead(path string) string {
	if strings.HasPrefix(path, "/adobe-services/") && strings.Contains(path, "logout") {
		return "the user's browser there, not the service"
	}
	if strings.HasPrefix(path, "/api/v1/") || strings.HasPrefix(path, "/reggie/") || strings.HasPrefix(path, "/adobe-services/") {
		for _, c := range counterparts {
			if strings.Contains(path, c.old) {
				return c.say
			}
		}
	}
	return "/api/v2/ or /o/client/ only"
}
