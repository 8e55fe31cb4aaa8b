package singlesignon

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PartnerSAMLEncoding: the response arrives as the framework gave it.
var PartnerSAMLEncoding = &rule.Rule{
	ID:        "SSO-PARTNER-SAML-ENCODING",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.AppleSSO,
	Statement: "SAMLResponse is the framework's response without its line breaks, in Base64, and URL-encoded once in the form of profiles/sso/{partner}.",
	Why:       "One encoding too many, or a plus sign that becomes a space, and the signature of the MVPD no longer holds.",
	Remedy:    "Strip the white space, encode in Base64, and let the form encoder of the HTTP library do the rest, once.",
	Occasion:  "SAMLResponse",
	Missing:   "no SAMLResponse was sent",
	Sources: []rule.Source{
		{Page: "rest-api-v2-partner-single-sign-on-apis-retrieve-profile-using-partner-authentication-response", Anchor: "request"},
		{Page: "apple-sso-cookbook-rest-api-v2", Anchor: "workflow"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("partnerProfile") {
			raw, ok := field(x, "SAMLResponse")
			if !ok {
				continue // SSO-PARTNER-PROFILE-ONCE
			}
			a := e.UnderWay(x, late, journal.Partner)
			c := encoded(raw, a)
			if a != nil {
				cases = append(cases, rule.Prove(c, a, x))
				continue
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// field is a field of a form as it was sent.
func field(x *journal.Exchange, name string) (string, bool) {
	for _, pair := range strings.Split(string(x.Request.Body), "&") {
		if raw, ok := strings.CutPrefix(pair, name+"="); ok && raw != "" {
			return raw, true
		}
	}
	return "", false
}

// encoded judges a value of the form, by what the framework had given where that is known.
func encoded(raw string, a *journal.Act) *rule.Complaint {
	text, err := url.QueryUnescape(raw)
	switch {
	case err != nil:
		return rule.Complain("SAMLResponse cannot be URL-decoded; wanted a form")
	case strings.Contains(text, "%"):
		return rule.Complain("SAMLResponse is URL-encoded twice; wanted once")
	case strings.ContainsAny(text, "\r\n\t"):
		return rule.Complain("the Base64 of SAMLResponse has line breaks; wanted none")
	case strings.Contains(text, " "):
		return rule.Complain("SAMLResponse has spaces, which were plus signs of Base64; wanted them URL-encoded")
	}
	xml, err := base64.StdEncoding.DecodeString(text)
	switch {
	case err != nil:
		return rule.Complain("SAMLResponse is not Base64; wanted Base64 of the XML")
	case !strings.HasPrefix(strings.TrimSpace(string(xml)), "<"):
		return rule.Complain("SAMLResponse is Base64 of something that is no XML; wanted the framework's response, encoded once")
	case a == nil:
		return nil
	case squeezed(string(xml)) != squeezed(a.Text("samlResponse")):
		return rule.Complain("SAMLResponse is not what the framework had answered; wanted the same but for white space")
	case strings.ContainsAny(string(xml), "\r\n"):
		return rule.Complain("SAMLResponse still has the line breaks of the framework's response; wanted them stripped before Base64")
	}
	return nil
}

// squeezed is a text without white space.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }
