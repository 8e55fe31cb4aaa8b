package defects

import (
	"net/http"
	"net/url"

	"github.com/passproof/passproof/harness/reference"
)

var logout = []Defect{
	{
		Name: "local-logout", Summary: "forgets the profile without telling Adobe Pass", Breaks: []string{"LOGOUT-SUPPORTED"},
		Decide: func(p *reference.Policy) { p.LocalLogout = true },
	},
	{
		Name: "logout-encoded-twice", Summary: "encodes the redirectUrl of a logout twice", Breaks: []string{"LOGOUT-REQUEST-SHAPE"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/logout/") {
				addQuery(r, "redirectUrl", url.QueryEscape(r.URL.Query().Get("redirectUrl")))
			}
		}),
	},
	{
		Name: "swallow-logout-url", Summary: "keeps the url of an interactive logout from the app", Breaks: []string{"LOGOUT-RETURN-URL"},
		Decide: func(p *reference.Policy) { p.SwallowLogoutURL = true },
	},
	{
		Name: "logout-on-deny", Summary: "signs the user out when playback is denied", Breaks: []string{"LOGOUT-ONLY-ON-USER-REQUEST", "DEGR-AUTHZNONE"},
		Follows: []string{"ERR-ACTION-DRIVEN", "LOGOUT-SUPPORTED"},
		Decide:  func(p *reference.Policy) { p.LogoutOnDeny = true },
	},
	{
		Name: "invalid-is-error", Summary: "takes a logout that found no profile for an error", Breaks: []string{"LOGOUT-FOLLOW-ACTIONS"},
		Decide: func(p *reference.Policy) { p.SigningOut.InvalidIsError = true },
	},
	{
		Name: "first-logout-only", Summary: "reads the first entry of a logout answer and no other", Breaks: []string{"LOGOUT-FOLLOW-ACTIONS"},
		Decide: func(p *reference.Policy) { p.SigningOut.FirstOnly = true },
	},
	{
		Name: "partner-logout-is-done", Summary: "takes partner_logout for a logout that is done", Breaks: []string{"LOGOUT-PARTNER"},
		Decide: func(p *reference.Policy) { p.SSO.DoneAtPartner = true },
	},
	{
		Name: "metadata-after-logout", Summary: "keeps a copy of the metadata when the user signs out", Breaks: []string{"LOGOUT-LOCAL-STATE"},
		Decide: func(p *reference.Policy) { p.SigningOut.KeepMetadata = true },
	},
}
