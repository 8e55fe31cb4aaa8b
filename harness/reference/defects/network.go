package defects

import (
	"io"
	"net/http"
	"strings"
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
}
