package defects

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/reference"
)

// identity are the defects of logins and profiles.
var identity = []Defect{
	{
		Name: "play-signed-out", Summary: "starts playback for users who have never signed in", Breaks: []string{"AUTHN-REQUIRED-BEFORE-DECISIONS", "AUTHZ-BEFORE-EVERY-PLAYBACK"},
		Decide: func(p *reference.Policy) { p.PlaySignedOut = true },
	},
	{
		Name: "cut-redirect", Summary: "cuts the redirectUrl of a session at the first ampersand", Breaks: []string{"AUTHN-SESSION-REDIRECT-ENCODING"},
		Wire: rewrite(cutRedirect),
	},
	{
		Name: "relative-url", Summary: "hands the url of a session to the app of a primary screen as it came", Breaks: []string{"AUTHN-SESSION-RETURN-CODE-URL"},
		Decide: func(p *reference.Policy) { p.RelativeURL = true },
	},
	{
		Name: "wait-anyway", Summary: "offers a login when the session needs none", Breaks: []string{"AUTHN-ACTION-AUTHORIZE"},
		Follows: []string{"SSO-PARTNER-ROUTING"},
		Decide:  func(p *reference.Policy) { p.WaitAnyway = true },
	},
	{
		Name: "half-session", Summary: "sends browsers to sessions that lack parameters", Breaks: []string{"AUTHN-ACTION-RESUME"},
		Decide: func(p *reference.Policy) { p.HalfSession = true },
	},
	{
		Name: "any-code", Summary: "sends browsers to whatever code was typed", Breaks: []string{"AUTHN-CODE-VALIDATE", "AUTHN-ACTION-RESUME"},
		Decide: func(p *reference.Policy) { p.AnyCode = true },
	},
	{
		Name: "poll-early", Summary: "begins to poll while the user is still at the login page", Breaks: []string{"AUTHN-POLL-START-PRIMARY"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.PollWithoutWait = true },
	},
	{
		Name: "poll-late", Summary: "begins to poll half a minute late on webOS televisions", Breaks: []string{"AUTHN-POLL-START-SECONDARY"},
		Decide: func(p *reference.Policy) { p.LateOnWebOS = true },
	},
	{
		Name: "old-mvpd", Summary: "goes on with the MVPD of last time, whoever has authenticated", Breaks: []string{"AUTHN-PROFILE-FROM-RESPONSE", "ERR-NO-SELF-INFLICTED"},
		Decide: func(p *reference.Policy) { p.KeepOldMVPD = true },
	},
	{
		Name: "lookup-per-play", Summary: "looks for the profile before every decision", Breaks: []string{"AUTHN-PROFILE-CACHE"}, Chatty: true,
		Follows: []string{"NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.LookupPerPlay = true },
	},
	{
		Name: "profile-in-memory", Summary: "loses profiles at a restart", Breaks: []string{"AUTHN-PROFILE-CACHE"},
		Follows: []string{"NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.LosesAtStart = "profile" },
	},
	{
		Name: "eternal-profile", Summary: "takes every profile to last for ever", Breaks: []string{"AUTHN-PROFILE-VALIDITY"},
		Follows: []string{"DEGR-PROFILE-SHORT-LIVED", "ERR-BOTH-LEVELS", "ERR-NO-SELF-INFLICTED", "PREAUTHZ-CACHE-INVALIDATE"},
		Decide:  func(p *reference.Policy) { p.EternalProfile = true },
	},
	{
		Name: "keep-gone-profile", Summary: "keeps a profile that Adobe Pass has taken back", Breaks: []string{"AUTHN-PROFILE-INVALIDATED"},
		Follows: []string{"DEGR-RECOVERY", "ERR-ACTION-DRIVEN", "PREAUTHZ-CACHE-INVALIDATE"},
		Decide:  func(p *reference.Policy) { p.KeepGoneProfile = true },
	},
	{
		Name: "one-profile", Summary: "fails when there is more than one profile", Breaks: []string{"AUTHN-MULTIPLE-PROFILES"},
		Follows: []string{"AUTHN-PROFILE-CACHE"},
		Decide:  func(p *reference.Policy) { p.OneProfile = true },
	},
	{
		Name: "regular-only", Summary: "takes regular profiles only", Breaks: []string{"AUTHN-PROFILE-TYPES"},
		Follows: []string{"LOGOUT-SUPPORTED"},
		Decide:  func(p *reference.Policy) { p.RegularOnly = true },
	},
	{
		Name: "metadata-call", Summary: "asks for the profile whenever the app wants metadata", Breaks: []string{"AUTHN-METADATA-FROM-PROFILE"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.MetadataCall = true },
	},
	{
		Name: "stale-metadata", Summary: "never looks at metadata again", Breaks: []string{"AUTHN-METADATA-REFRESH"},
		Decide: func(p *reference.Policy) { p.StaleMetadata = true },
	},
}

// cutRedirect is what an unencoded ampersand does to a form.
func cutRedirect(r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/sessions") {
		return
	}
	form, err := url.ParseQuery(body(r))
	if err != nil || form.Get("redirectUrl") == "" {
		return
	}
	first, _, _ := strings.Cut(form.Get("redirectUrl"), "&")
	form.Set("redirectUrl", first)
	setBody(r, form.Encode())
}
