package defects

import (
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var trouble = []Defect{
	{
		Name: "hammer-429", Summary: "repeats at once after a 429", Breaks: []string{"ERR-429-COOLDOWN"},
		Follows: []string{"NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.Cooldown = time.Millisecond },
	},
	{
		Name: "retry-everything", Summary: "repeats every refused call, whatever its action says", Breaks: []string{"ERR-NO-RETRY-UNLESS-TOLD", "AUTHZ-RETRY-BOUNDED", "PREAUTHZ-BATCH-LIMIT", "PREAUTHZ-RETRY-BOUNDED", "PREAUTHZ-RETRY-ITEMS-ONLY", "DEGR-AUTHZNONE", "TEMP-LIMIT-EXCEEDED"}, Chatty: true,
		Follows: []string{"ERR-HTTP-4XX", "ERR-UNKNOWN-CODES", "SSO-PARTNER-ERRORS"},
		Decide:  func(p *reference.Policy) { p.RetryEverything = true },
	},
	{
		Name: "certificate-sign-out", Summary: "takes a user for signed out when Adobe Pass lacks the certificate for metadata", Breaks: []string{"ERR-ACTION-DRIVEN"},
		Decide: func(p *reference.Policy) { p.SignsOutOn = "invalid_configuration_user_metadata_certificate" },
	},
	{
		Name: "repeat-sessions", Summary: "repeats the creation of a session six times at once when told to try again", Breaks: []string{"ERR-RETRY-LIMITED"}, Chatty: true,
		Decide: insist("/sessions", 6, func(t reference.Trouble) bool { return t.Action == "retry" && !strings.HasPrefix(t.Code, "new_") }),
	},
	{
		Name: "vague-above", Summary: "tells the app of an expired profile only where that stands with the item", Breaks: []string{"ERR-BOTH-LEVELS"},
		Decide: func(p *reference.Policy) { p.VagueOn = "authenticated_profile_expired" },
	},
	{
		Name: "unknown-is-retry", Summary: "repeats what comes with an action that it does not know", Breaks: []string{"ERR-UNKNOWN-CODES"}, Chatty: true,
		Decide: insist("/profiles", 1, func(t reference.Trouble) bool {
			return t.Action != "" && !slices.Contains([]string{"none", "configuration", "authentication", "application-registration", "authorization", "retry"}, t.Action)
		}),
	},
	{
		Name: "repeat-405", Summary: "asks for profiles again after a bare 405", Breaks: []string{"ERR-HTTP-4XX"}, Chatty: true,
		Follows: []string{"REG-INVALID-CLIENT"},
		Decide: insist("/profiles", 1, func(t reference.Trouble) bool {
			return t.Code == "" && t.Status >= 400 && t.Status < 500 && t.Status != 401 && t.Status != 429
		}),
	},
	{
		Name: "hammer-5xx", Summary: "repeats a logout six times at once after a 5xx", Breaks: []string{"ERR-HTTP-5XX"}, Chatty: true,
		Decide: insist("/logout/", 6, func(t reference.Trouble) bool { return t.Code == "" && t.Status >= 500 }),
	},
	{
		Name: "poll-dies-on-page", Summary: "ends a poll loop when it gets a page in place of JSON", Breaks: []string{"ERR-NON-JSON-BODY"},
		Decide: func(p *reference.Policy) { p.PollDiesOnPage = true },
	},
	{
		Name: "probe-mvpd", Summary: "probes for an MVPD that does not exist at every lookup", Breaks: []string{"ERR-NO-SELF-INFLICTED"}, Chatty: true,
		Follows: []string{"AUTHN-PROFILE-CACHE", "REG-INVALID-CLIENT", "NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.UnknownProbe = true },
	},
}

// insist repeats calls of a path at once, so many times, when they meet that trouble.
func insist(path string, times int, on func(reference.Trouble) bool) func(*reference.Policy) {
	return func(p *reference.Policy) {
		p.Insist = func(called string, t reference.Trouble) int {
			if strings.HasPrefix(called, path) && on(t) {
				return times
			}
			return 0
		}
	}
}
