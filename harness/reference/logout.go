package reference

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// A logoutAnswer is what an app gets when the user signs out.
type logoutAnswer struct {
	Done bool   `json:"done"`
	URL  string `json:"url,omitempty"` // to be opened in a browser: the MVPD wants to know too
	// Settings: the user has to sign out in the settings of the system as well, or it signs
	// him in again.
	Settings bool   `json:"settings"`
	Message  string `json:"message,omitempty"`
}

// A LogoutPolicy holds the decisions about logouts that only defects take otherwise.
type LogoutPolicy struct {
	InvalidIsError bool // the answer that there was no profile is an error
	FirstOnly      bool // only the first entry of an answer is read
	KeepMetadata   bool // metadata stays when the user signs out
}

type wireLogout struct {
	Action string `json:"actionName"`
	URL    string `json:"url"`
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
			Logouts map[string]wireLogout `json:"logouts"`
		}
		c := call{method: http.MethodGet, path: "/logout/" + s.segment(p.MVPD), query: url.Values{"redirectUrl": {returnTo}}}
		err := s.do(ctx, d, c, &answer)
		if s.inactive(err) {
			return out, s.forget(d)
		}
		if err != nil {
			return nil, err
		}
		if err := s.follow(answer.Logouts, out); err != nil {
			return nil, err
		}
	}
	s.keepMetadata(d, p)
	if err := s.drop(d); err != nil {
		return nil, err
	}
	d.mu.Lock()
	d.looked = !s.policy.LocalLogout // Adobe Pass has just said that there is no profile
	d.mu.Unlock()
	return out, nil
}

// follow does what the actions of the removed profiles want; "complete", "invalid" and what
// nobody knows leave nothing to do.
func (s *Service) follow(all map[string]wireLogout, out *logoutAnswer) error {
	for _, mvpd := range slices.Sorted(maps.Keys(all)) {
		switch l := all[mvpd]; {
		case l.Action == "logout" && l.URL != "" && !s.policy.SwallowLogoutURL:
			out.URL = s.absolute(l.URL)
		case l.Action == "partner_logout" && !s.policy.SSO.DoneAtPartner:
			out.Settings, out.Message = true, "Sign out in the settings of your device, too."
		case l.Action == "invalid" && s.policy.SigningOut.InvalidIsError:
			return &refusal{Status: http.StatusConflict, Code: "invalid", Message: "There was no profile."}
		}
		if s.policy.SigningOut.FirstOnly {
			return nil
		}
	}
	return nil
}

// keepMetadata is the mistake of a second copy of the profile.
func (s *Service) keepMetadata(d *device, p *profile) {
	if s.policy.SigningOut.KeepMetadata {
		d.mu.Lock()
		d.leftover = p.Attributes
		d.mu.Unlock()
	}
}

// remains is what is known of a user who has signed out: nothing.
func (d *device) remains() map[string]any {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.leftover != nil {
		return d.leftover
	}
	return map[string]any{}
}
