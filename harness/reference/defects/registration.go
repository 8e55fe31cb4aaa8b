package defects

import (
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var registration = []Defect{
	{
		Name: "secret-in-answer", Summary: "shows an app that is denied what it last registered, whatever device it was for", Breaks: []string{"OPS-SECRET-STORAGE"},
		Decide: func(p *reference.Policy) { p.ConfessOnDeny = true },
	},
	{
		Name: "foreign-statement", Summary: "tries the software statement of another application before its own", Breaks: []string{"REG-SCOPE-V2"}, Chatty: true,
		Follows: []string{"REG-INVALID-CLIENT"},
		Wire: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				if is(r, "/o/client/register") {
					other := r.Clone(r.Context())
					header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`))
					claims := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"another application"}`))
					own := body(r)
					setBody(other, `{"software_statement":"`+header+"."+claims+`.c2ln"}`)
					if response, err := next.RoundTrip(other); err == nil {
						_, _ = io.Copy(io.Discard, response.Body)
						_ = response.Body.Close()
					}
					setBody(r, own)
				}
				return next.RoundTrip(r)
			})
		},
	},
	{
		Name: "register-without-device", Summary: "registers without X-Device-Info", Breaks: []string{"REG-REGISTER-REQUEST"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/o/client/register") {
				r.Header.Del("X-Device-Info")
			}
		}),
	},
	{
		Name: "token-without-device", Summary: "asks for access tokens without X-Device-Info", Breaks: []string{"REG-TOKEN-REQUEST"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/o/client/token") {
				r.Header.Del("X-Device-Info")
			}
		}),
	},
	{
		Name: "register-per-login", Summary: "registers anew at every login but the first", Breaks: []string{"REG-CREDENTIALS-REUSE"}, Chatty: true,
		Follows: []string{"ERR-ACTION-DRIVEN", "NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.RegisterOn = map[string]bool{"login": true} },
	},
	{
		Name: "register-without-address", Summary: "registers and asks for tokens without X-Forwarded-For", Breaks: []string{"REG-DCR-X-FORWARDED-FOR", "NET-THROTTLE-BUDGET"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/o/client/") {
				r.Header.Del("X-Forwarded-For")
			}
		}),
	},
	{
		Name: "forgetful", Summary: "keeps client credentials in memory: a restart loses them", Breaks: []string{"REG-CREDENTIALS-PERSIST"},
		Follows: []string{"NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.LosesAtStart = "credentials" },
	},
	{
		Name: "forgetful-of-tokens", Summary: "keeps access tokens in memory: a restart loses them", Breaks: []string{"REG-TOKEN-PERSIST"},
		Decide: func(p *reference.Policy) { p.LosesAtStart = "token" },
	},
	{
		Name: "one-client", Summary: "has one pair of credentials for all game consoles", Breaks: []string{"REG-CREDENTIALS-PER-INSTANCE"},
		Wire: oneClient,
	},
	{
		Name: "second-replica", Summary: "looks for profiles of mobile phones with the credentials of another replica", Breaks: []string{"REG-CREDENTIALS-PINNED"},
		Follows: []string{"AUTHN-METADATA-REFRESH"},
		Wire:    secondReplica,
	},
	{
		Name: "token-hungry", Summary: "replaces an access token after four calls", Breaks: []string{"REG-TOKEN-REUSE"}, Chatty: true,
		Follows: []string{"NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.TokenCalls = 3 },
	},
	{
		Name: "day-long-token", Summary: "takes every access token to live 24 hours and refreshes after a 401", Breaks: []string{"REG-TOKEN-EXPIRY"},
		Decide: func(p *reference.Policy) { p.TokenFor = func(time.Duration) time.Duration { return 24 * time.Hour } },
	},
	{
		Name: "register-to-refresh", Summary: "registers anew whenever a token has expired", Breaks: []string{"REG-TOKEN-REFRESH-NO-REREGISTER", "ERR-NO-SELF-INFLICTED"}, Chatty: true,
		Follows: []string{"REG-CREDENTIALS-REUSE"},
		Decide:  func(p *reference.Policy) { p.RegisterOn = map[string]bool{"refresh": true} },
	},
	{
		Name: "same-token-again", Summary: "repeats a call that was answered 401 with the same token before it gets a new one", Breaks: []string{"REG-401-REFRESH-RETRY"}, Chatty: true,
		Wire: sameTokenAgain,
	},
	{
		Name: "stubborn", Summary: "gets new tokens and repeats four times while it is answered 401", Breaks: []string{"REG-401-BOUNDED"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.Refreshes = 4 },
	},
	{
		Name: "dead-credentials", Summary: "asks for tokens four times more with credentials that Adobe Pass does not know", Breaks: []string{"REG-INVALID-CLIENT"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.DeadCredentials = 4 },
	},
	{
		Name: "register-in-a-loop", Summary: "repeats a refused registration at once, five times", Breaks: []string{"REG-INVALID-CLIENT"}, Chatty: true,
		Wire: registerInALoop,
	},
	{
		Name: "orphaned-profile", Summary: "keeps the profile when it gets new credentials", Breaks: []string{"REG-REREGISTER-REAUTH"},
		Decide: func(p *reference.Policy) { p.KeepProfile = true },
	},
}

// withoutScheme takes "Bearer" away.
func withoutScheme(r *http.Request) {
	r.Header.Set("Authorization", strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
}
