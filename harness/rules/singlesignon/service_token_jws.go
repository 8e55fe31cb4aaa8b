package singlesignon

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
)

// ssoService issues the tokens of Adobe's own SSO service, which have other claims.
const ssoService = "ssoservicetoken"

// ServiceTokenJWS: the token is what Adobe Pass can check.
var ServiceTokenJWS = &rule.Rule{
	ID:        "SSO-SERVICE-TOKEN-JWS",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Passive:   true,
	Feature:   rule.ServiceTokenSSO,
	Statement: "AD-Service-Token is a JWS that is signed with RS256 and has the claims iss, sub, aud (Adobe), iat and exp.",
	Why:       "A token that Adobe Pass cannot check is as good as none: users have to sign in on every device.",
	Remedy:    "Let the identity service sign with the RSA key whose public half Adobe has, and set all five claims.",
	Occasion:  "service token",
	Missing:   "no service token was sent",
	Sources: []rule.Source{
		{Page: "rest-api-v2-appendix-headers-ad-service-token", Anchor: "directives"},
		{Page: "rest-api-v2-appendix-headers-ad-service-token", Anchor: "examples"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		seen := map[string]bool{}
		for value := range unusable(holdings(e, "service-token")) {
			seen[value] = true // those are the matter of SSO-TOKEN-NOT-EXPIRED
		}
		var cases []rule.Case
		for _, x := range e.Operations() {
			if sent := header(x, serviceHeader); sent != "" && !seen[sent] {
				seen[sent] = true
				cases = append(cases, rule.Prove(wellMade(sent), x))
			}
		}
		return cases
	},
}

// wellMade judges one service token.
func wellMade(text string) *rule.Complaint {
	t, ok := decode(text)
	if !ok {
		return rule.Complain("the service token is no JWS of three parts; wanted header, claims and signature")
	}
	if t.claims["iss"] == ssoService {
		return nil
	}
	if t.algorithm != "RS256" {
		return rule.Complain("the service token is signed with %q; wanted RS256", t.algorithm)
	}
	if _, _, signature := cut3(text); signature == "" {
		return rule.Complain("the service token has no signature; wanted one of RS256")
	}
	var missing []string
	for _, name := range []string{"iss", "sub", "aud", "iat", "exp"} {
		if v, ok := t.claims[name]; !ok || v == nil || v == "" {
			missing = append(missing, name)
		}
	}
	switch {
	case len(missing) > 0:
		return rule.Complain("the service token lacks %s; wanted iss, sub, aud, iat and exp", strings.Join(missing, ", "))
	case !t.forAdobe():
		return rule.Complain("the service token is for %v; wanted Adobe", t.claims["aud"])
	case t.ends().IsZero():
		return rule.Complain("the exp of the service token is %v; wanted seconds since 1970", t.claims["exp"])
	}
	return nil
}

// cut3 takes a JWS apart.
func cut3(text string) (head, claims, signature string) {
	head, rest, _ := strings.Cut(text, ".")
	claims, signature, _ = strings.Cut(rest, ".")
	return head, claims, signature
}
