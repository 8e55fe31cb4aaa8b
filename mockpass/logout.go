package mockpass

import (
	"context"
	"errors"
	"net/url"

	"github.com/passproof/passproof/mockpass/state"
)

// logoutsAnswer maps MVPDs to what is left to do
// (rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd).
type logoutsAnswer struct {
	Logouts map[string]logoutAnswer `json:"logouts"`
}

type logoutAnswer struct {
	ActionName string `json:"actionName"`
	ActionType string `json:"actionType"`
	MVPD       string `json:"mvpd"`
	URL        string `json:"url,omitempty"`
}

// logout deletes the profile of a device for an MVPD, and with it its decisions,
// and says whether the viewer has to visit the MVPD (S150, S151, S157 to S159).
func (s *Server) logout(ctx context.Context, c *call) (any, error) {
	to := c.request.URL.Query().Get("redirectUrl")
	if to == "" && !c.settings.Switches.OptionalLogoutRedirect || to != "" && !absolute(to) {
		return nil, ErrInvalidParameterRedirectURL
	}
	_, err := s.profileOf(ctx, c.holder(), c.mvpd, c.now)
	if errors.Is(err, ErrAuthenticatedProfileMissing) || errors.Is(err, ErrAuthenticatedProfileExpired) {
		return c.logoutAnswer("invalid", "none", ""), nil
	} else if err != nil {
		return nil, err
	}
	_, err = s.changeDevice(ctx, c.holder(), c.now, func(d *state.Device) { delete(d.Profiles, c.mvpd) })
	if err != nil {
		return nil, err
	}
	if !c.settings.directory.mvpds[c.mvpd].LogoutEndpoint {
		return c.logoutAnswer("complete", "none", ""), nil
	}
	return c.logoutAnswer("logout", "interactive", s.logoutURL(c, to)), nil
}

func (c *call) logoutAnswer(action, kind, to string) logoutsAnswer {
	return logoutsAnswer{map[string]logoutAnswer{c.mvpd: {ActionName: action, ActionType: kind, MVPD: c.mvpd, URL: to}}}
}

// logoutURL is where the viewer's session at the MVPD ends. The samples show it
// absolute and relative; clients have to resolve it.
func (s *Server) logoutURL(c *call, to string) string {
	q := url.Values{"noflash": {"true"}, "mso_id": {c.mvpd}, "requestor_id": {c.serviceProvider}}
	if to != "" {
		q.Set("redirect_url", to)
	}
	path := "/adobe-services/logout?" + q.Encode()
	if c.settings.Mean {
		return path
	}
	return c.origin() + path
}
