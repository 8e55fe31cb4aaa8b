package defects

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/passproof/passproof/harness/reference"
)

const (
	subjectToken  = "Adobe-Subject-Token"
	serviceToken  = "AD-Service-Token"
	partnerStatus = "AP-Partner-Framework-Status"
)

var singleSignOn = []Defect{
	{
		Name: "platform-token-not-on-sessions", Summary: "creates sessions without the platform's token", Breaks: []string{"SSO-PLATFORM-HEADER"},
		Wire: without(subjectToken, "/sessions"),
	},
	{
		Name: "platform-token-not-on-polls", Summary: "polls without the platform's token", Breaks: []string{"SSO-AMAZON-EVERY-REQUEST"},
		Wire: without(subjectToken, "/profiles/code/"),
	},
	{
		Name: "roku-device-id", Summary: "sends the device id of a Roku whose subscriber it knows", Breaks: []string{"SSO-ROKU-S2S"},
		Decide: func(p *reference.Policy) { p.SSO.RokuByDevice = true },
	},
	{
		Name: "trust-sso-tokens", Summary: "sends on whatever an app gives it for a token of single sign-on", Breaks: []string{"SSO-TOKEN-NOT-EXPIRED"},
		Decide: func(p *reference.Policy) { p.SSO.TrustTokens = true },
	},
	{
		Name: "null-platform-token", Summary: "sends the word null where a Fire OS device has no token", Breaks: []string{"SSO-FALLBACK"},
		Decide: func(p *reference.Policy) { p.SSO.WordForNone = "null" },
	},
	{
		Name: "service-token-not-on-lookups", Summary: "looks for profiles without the user's service token", Breaks: []string{"SSO-SERVICE-TOKEN-HEADER"},
		Wire: without(serviceToken, "/profiles"),
	},
	{
		Name: "service-token-hs256", Summary: "signs service tokens with a secret when it creates sessions", Breaks: []string{"SSO-SERVICE-TOKEN-JWS"},
		Wire: rewrite(func(r *http.Request) {
			if _, rest, ok := strings.Cut(r.Header.Get(serviceToken), "."); ok && is(r, "/sessions") {
				r.Header.Set(serviceToken, base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`))+"."+rest)
			}
		}),
	},
	{
		Name: "first-user-stays", Summary: "keeps the service token of a device's first user when somebody else signs in", Breaks: []string{"SSO-SERVICE-TOKEN-CONSISTENT"},
		Decide: func(p *reference.Policy) { p.SSO.FirstUserStays = true },
	},
	{
		Name: "partner-status-not-on-decisions", Summary: "asks for decisions without the status of Apple's framework", Breaks: []string{"SSO-PARTNER-STATUS-HEADER"},
		Wire: without(partnerStatus, "/decisions/"),
	},
	{
		Name: "partner-status-in-seconds", Summary: "writes the end of the provider's information in seconds when it asks for catalogues", Breaks: []string{"SSO-PARTNER-STATUS-FORMAT"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/decisions/preauthorize/") {
				inSeconds(r)
			}
		}),
	},
	{
		Name: "partner-fallback-is-error", Summary: "takes it for an error when Adobe Pass wants the regular flow in place of Apple's", Breaks: []string{"SSO-PARTNER-ROUTING"},
		Decide: func(p *reference.Policy) { p.SSO.FallbackIsError = true },
	},
	{
		Name: "saml-encoded-twice", Summary: "URL-encodes the response of Apple's framework twice", Breaks: []string{"SSO-PARTNER-SAML-ENCODING"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/profiles/sso/") {
				if form, err := url.ParseQuery(body(r)); err == nil {
					setBody(r, url.Values{"SAMLResponse": {url.QueryEscape(form.Get("SAMLResponse"))}}.Encode())
				}
			}
		}),
	},
	{
		Name: "saml-replayed", Summary: "sends the response of Apple's framework again to see whether the user is still signed in", Breaks: []string{"SSO-PARTNER-PROFILE-ONCE"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.SSO.ReplaySAML = true },
	},
	{
		Name: "saml-posted-again", Summary: "sends a response of Apple's framework that was refused three times more", Breaks: []string{"SSO-PARTNER-ERRORS"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.SSO.RepostSAML = 3 },
	},
	{
		Name: "apple-flags-of-ios", Summary: "believes what the configuration says of Apple's framework on iOS alone: on tvOS nobody takes part", Breaks: []string{"SSO-APPLE-MVPD-FLAGS"},
		Decide: func(p *reference.Policy) { p.SSO.PartnerOn = "iOS" },
	},
	{
		Name: "logout-without-token", Summary: "signs out without the user's service token", Breaks: []string{"SSO-LOGOUT-TOKENS"},
		Wire: without(serviceToken, "/logout/"),
	},
}

// without takes a header from calls of a path.
func without(header, path string) func(http.RoundTripper) http.RoundTripper {
	return rewrite(func(r *http.Request) {
		if is(r, path) {
			r.Header.Del(header)
		}
	})
}

// inSeconds divides the expirationDate of a framework's status.
func inSeconds(r *http.Request) {
	raw, err := base64.StdEncoding.DecodeString(r.Header.Get(partnerStatus))
	var status map[string]map[string]any
	if err != nil || json.Unmarshal(raw, &status) != nil {
		return
	}
	text, _ := status["frameworkProviderInfo"]["expirationDate"].(string)
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return
	}
	status["frameworkProviderInfo"]["expirationDate"] = strconv.FormatInt(ms/1000, 10)
	if raw, err = json.Marshal(status); err == nil {
		r.Header.Set(partnerStatus, base64.StdEncoding.EncodeToString(raw))
	}
}
