package config

import (
	"strings"
	"testing"
)

// apple is a file of a service with partner single sign-on.
var apple = strings.NewReplacer(
	"app:\n", "features: [apple-sso, service-token-sso]\napp:\n",
	`{ X-Device-Id: "{{.Device.ID}}" }`, `{ User: "{{.Device.User}}", Status: "{{.Device.PartnerStatus}}" }`,
).Replace(good) + `    login:
      request: POST /login
      returns: { code: $.code, url: $.url, request: $.saml, attributeNames: $.names }
    partner:
      request: POST /partner
      json: { saml: "{{.SAMLResponse}}" }
      returns: { signedIn: $.signedIn }
`

func TestParse_PartnerSingleSignOn(t *testing.T) {
	t.Parallel()
	if _, err := Parse("passproof.yaml", []byte(apple)); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		", attributeNames: $.names": "app.verbs.login.returns: attributeNames is missing",
		"    partner:\n      request: POST /partner\n      json: { saml: \"{{.SAMLResponse}}\" }\n      returns: { signedIn: $.signedIn }\n": "app.verbs: the app has no verb partner",
		`User: "{{.Device.User}}", `: "what service-token-sso needs",
	} {
		text := strings.Replace(apple, from, "", 1)
		if _, err := Parse("passproof.yaml", []byte(text)); text == apple || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %q: %v", from, err)
		}
	}
}
