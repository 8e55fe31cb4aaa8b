package defects

import (
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var network = []Defect{
	{
		Name: "mix-v1", Summary: "fetches user metadata from REST API V1 after a V2 authorization", Breaks: []string{"NET-V2-ONLY"}, Chatty: true,
		Wire: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				if is(r, "/decisions/authorize/") {
					old := r.Clone(r.Context())
					old.Method, old.URL.Path, old.URL.RawPath = http.MethodGet, "/api/v1/tokens/usermetadata", ""
					old.Body, old.GetBody, old.ContentLength = nil, nil, 0
					if response, err := next.RoundTrip(old); err == nil {
						_, _ = io.Copy(io.Discard, response.Body)
						_ = response.Body.Close()
					}
				}
				return next.RoundTrip(r)
			})
		},
	},
	{
		Name: "burst-at-start", Summary: "looks for a profile twenty times when the app of a game console opens", Breaks: []string{"NET-THROTTLE-BUDGET"}, Follows: []string{"ERR-429-COOLDOWN"},
		Wire: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				for range 19 {
					if !strings.HasSuffix(r.URL.Path, "/profiles") || info(r)["primaryHardwareType"] != "GamesConsole" {
						break
					}
					if answer, err := next.RoundTrip(r.Clone(r.Context())); err == nil {
						_ = answer.Body.Close()
					}
				}
				return next.RoundTrip(r)
			})
		},
	},
	{
		Name: "address-for-a-minute", Summary: "keeps the address of Adobe Pass for 60 seconds", Breaks: []string{"NET-DNS-TTL", "NET-DNS-REROUTE"},
		Decide: keeping(func(time.Duration) time.Duration { return time.Minute }),
	},
	{
		Name: "replicas-out-of-phase", Summary: "is two replicas that keep the address of Adobe Pass for 60 seconds each, from different times on", Breaks: []string{"NET-DNS-TTL", "NET-DNS-REROUTE"},
		Decide: func(p *reference.Policy) {
			keeping(func(time.Duration) time.Duration { return time.Minute })(p)
			p.Line.Caches = 2
		},
	},
	{
		Name: "address-for-good", Summary: "keeps the address of Adobe Pass for good", Breaks: []string{"NET-DNS-TTL", "NET-DNS-REROUTE"},
		Decide: keeping(func(time.Duration) time.Duration { return 24 * time.Hour }),
	},
	{
		Name: "address-at-boot", Summary: "asks for the address of Adobe Pass when it starts, and never again", Breaks: []string{"NET-DNS-TTL", "NET-DNS-REROUTE"},
		Decide: func(p *reference.Policy) {
			keeping(func(time.Duration) time.Duration { return 24 * time.Hour })(p)
			p.Line.AtBoot = true
		},
	},
	{
		Name: "address-by-ttl", Summary: "keeps the address of Adobe Pass for as long as its record says", Breaks: []string{"NET-DNS-TTL", "NET-DNS-REROUTE"},
		Decide: keeping(func(ttl time.Duration) time.Duration { return ttl }),
	},
	{
		Name: "pinned", Summary: "uses connections to Adobe Pass for as long as they last", Breaks: []string{"NET-DNS-REROUTE"},
		Decide: func(p *reference.Policy) { p.Line.Age = 0 },
	},
	{
		Name: "no-timeout", Summary: "waits for answers of Adobe Pass without end", Breaks: []string{"NET-DNS-REROUTE"},
		Decide: func(p *reference.Policy) { p.Line.Endless = true },
	},
	{
		Name: "trusting", Summary: "does not verify the certificate of Adobe Pass", Breaks: []string{"NET-HTTPS"},
		Decide: func(p *reference.Policy) { p.Line.Trusting = true },
	},
	{
		Name: "any-host", Summary: "takes the certificate of any host for that of Adobe Pass", Breaks: []string{"NET-HTTPS"},
		Decide: func(p *reference.Policy) { p.Line.AnyName = true },
	},
	{
		Name: "plain-http", Summary: "calls Adobe Pass over HTTP", Breaks: []string{"NET-HTTPS"},
		Wire: rewrite(func(r *http.Request) {
			if r.URL.Scheme == "https" {
				r.URL.Scheme = "http"
			}
		}),
	},
}

// keeping keeps addresses, and connections no longer than is right.
func keeping(life func(ttl time.Duration) time.Duration) func(*reference.Policy) {
	return func(p *reference.Policy) { p.Line.Keep = life }
}
