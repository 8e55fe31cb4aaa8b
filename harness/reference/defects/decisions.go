package defects

import (
	"net/http"
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var decisions = []Defect{
	{
		Name: "play-on-preauthorization", Summary: "starts playback on a preauthorization permit", Breaks: []string{"PREAUTHZ-NOT-PLAYBACK", "AUTHZ-BEFORE-EVERY-PLAYBACK"},
		Decide: func(p *reference.Policy) { p.PlayOnPermit = true },
	},
	{
		Name: "all-in-one-batch", Summary: "preauthorizes a whole catalogue in one call", Breaks: []string{"PREAUTHZ-BATCH-LIMIT"},
		Decide: func(p *reference.Policy) { p.BatchLimit = 100 },
	},
	{
		Name: "forget-permits", Summary: "asks again for what was permitted a moment ago", Breaks: []string{"PREAUTHZ-CACHE-PERMITS"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.ForgetPermits = true },
	},
	{
		Name: "reuse-decision", Summary: "starts the next playback on the decision and token of the last", Breaks: []string{"AUTHZ-BEFORE-EVERY-PLAYBACK"},
		Decide: func(p *reference.Policy) { p.ReuseDecision = true },
	},
	{
		Name: "singular-decision", Summary: "tries the path /decision/, as the cookbook's text prints it, first", Breaks: []string{"AUTHZ-PATH"}, Chatty: true,
		Wire: func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				if is(r, "/decisions/authorize/") {
					text, wrong := body(r), r.Clone(r.Context())
					setBody(wrong, text)
					repath(wrong, "/decisions/", "/decision/")
					if response, err := next.RoundTrip(wrong); err == nil {
						_ = response.Body.Close()
					}
					setBody(r, text)
				}
				return next.RoundTrip(r)
			})
		},
	},
	{
		Name: "authorize-playlist", Summary: "authorizes the next two titles along with the one that is played", Breaks: []string{"AUTHZ-RESOURCE-LIMIT"},
		Decide: func(p *reference.Policy) { p.ExtraResources = []string{"next-1", "next-2"} },
	},
	{
		Name: "play-on-any-200", Summary: "starts playback on HTTP 200, whatever the decision inside", Breaks: []string{"AUTHZ-DENY-WINS"},
		Follows: []string{"AUTHN-PROFILE-CACHE"},
		Decide:  func(p *reference.Policy) { p.PlayOnAnyAnswer = true },
	},
	{
		Name: "deny-is-500", Summary: "answers the app with HTTP 500 when playback is denied", Breaks: []string{"AUTHZ-RELAY-DECISION"},
		Follows: []string{"AUTHN-PROFILE-INVALIDATED", "AUTHN-REQUIRED-BEFORE-DECISIONS", "CFG-INACTIVE-INTEGRATION"},
		Decide:  func(p *reference.Policy) { p.FailOnDeny = true },
	},
	{
		Name: "retry-tight", Summary: "repeats a decision that may be repeated five times without a pause", Breaks: []string{"AUTHZ-RETRY-BOUNDED", "PREAUTHZ-RETRY-BOUNDED"}, Chatty: true,
		Follows: []string{"ERR-HTTP-5XX", "ERR-RETRY-LIMITED", "ERR-UNKNOWN-CODES"},
		Decide:  func(p *reference.Policy) { p.Retries, p.RetryPause = 5, time.Millisecond },
	},
}
