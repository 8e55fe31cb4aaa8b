package reference

import (
	"context"
	"net/http"
	"net/url"
)

// A logoutAnswer is what an app gets when the user signs out.
type logoutAnswer struct {
	Done bool   `json:"done"`
	URL  string `json:"url,omitempty"` // to be opened in a browser: the MVPD wants to know too

	// Settings tells that the user has to sign out in the settings of the system, too:
	// there is no page for it.
	Settings bool `json:"settings,omitempty"`
}

// signOut ends the profile at Adobe Pass and here. Credentials, the device id and the
// MVPD of last time stay.
func (s *Service) signOut(ctx context.Context, d *device, returnTo string) (*logoutAnswer, error) {
	out := &logoutAnswer{Done: true}
	p := s.current(d)
	if p == nil {
		return out, s.drop(d)
	}
	if !s.policy.LocalLogout {
		var answer struct {
			Logouts map[string]struct {
				Action string `json:"actionName"`
				URL    string `json:"url"`
			} `json:"logouts"`
		}
		c := call{method: http.MethodGet, path: "/logout/" + s.segment(p.MVPD), query: url.Values{"redirectUrl": {returnTo}}}
		err := s.do(ctx, d, c, &answer)
		if s.inactive(err) {
			return out, s.forget(d)
		}
		if err != nil {
			return nil, err
		}
		for _, l := range answer.Logouts { // "complete" and "invalid" leave nothing to do
			if l.Action == "partner_logout" && !s.policy.SSO.DoneAtPartner {
				out.Settings = true
			}
			if l.Action == "logout" && l.URL != "" && !s.policy.SwallowLogoutURL {
				out.URL = s.absolute(l.URL)
			}
		}
	}
	if err := s.drop(d); err != nil {
		return nil, err
	}
	d.mu.Lock()
	d.looked = !s.policy.LocalLogout // Adobe Pass has just said that there is no profile
	d.mu.Unlock()
	return out, nil
}
