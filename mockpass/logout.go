package mockpass

import (
	"context"
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

// logout deletes the profiles of a device for an MVPD, and with them its decisions;
// with single sign-on also those that the viewer's identity shares. It says whether
// the viewer has to visit the MVPD, or the settings of the device (S150 to S159).
func (s *Server) logout(ctx context.Context, c *call) (any, error) {
	to := c.request.URL.Query().Get("redirectUrl")
	if to == "" && !c.settings.Switches.OptionalLogoutRedirect || to != "" && !absolute(to) {
		return nil, ErrInvalidParameterRedirectURL
	}
	var err error
	if c.settings.Mean {
		if c.elsewhere, err = s.signedOut(ctx, c); err != nil {
			return nil, err
		}
	}
	if c.tempPass(c.mvpd) != nil {
		return c.logoutAnswer("complete", "none", ""), nil
	}
	own, refusal := s.profileOf(ctx, c.holder(), c.mvpd, c.now)
	if refusal != nil && !noProfile(refusal) {
		return nil, refusal
	}
	keys := c.settings.enabled(s.identities(c), c.integration, c.platform())
	shared, err := s.unshare(ctx, keys, c.mvpd, c.now)
	if err != nil {
		return nil, err
	}
	partner := false
	_, err = s.changeDevice(ctx, c.holder(), c.now, func(d *state.Device) {
		p, ok := d.Partner[c.mvpd]
		partner = ok && c.now.Before(p.NotAfter)
		delete(d.Profiles, c.mvpd)
		delete(d.Partner, c.mvpd)
	})
	switch {
	case err != nil:
		return nil, err
	case s.degradation(c, c.mvpd, AuthNAll) != nil:
		return c.logoutAnswer("complete", "none", ""), nil
	case own.ID == "" || refusal != nil:
		if !shared && partner {
			return c.logoutAnswer("partner_logout", "partner_interactive", ""), nil
		} else if !shared {
			return c.logoutAnswer("invalid", "none", ""), nil
		}
	}
	if !c.settings.directory.mvpds[c.mvpd].LogoutEndpoint {
		return c.logoutAnswer("complete", "none", ""), nil
	}
	return c.logoutAnswer("logout", "interactive", s.logoutURL(c, to, shared)), nil
}

func (c *call) logoutAnswer(action, kind, to string) logoutsAnswer {
	return logoutsAnswer{map[string]logoutAnswer{c.mvpd: {ActionName: action, ActionType: kind, MVPD: c.mvpd, URL: to}}}
}

// logoutURL is where the viewer's session at the MVPD ends. The samples show it
// absolute, and relative after single sign-on; clients have to resolve it.
func (s *Server) logoutURL(c *call, to string, shared bool) string {
	q := url.Values{"noflash": {"true"}, "mso_id": {c.mvpd}, "requestor_id": {c.serviceProvider}}
	if shared {
		q.Set("pt_device_id", c.deviceHash())
	}
	if to != "" {
		q.Set("redirect_url", to)
	}
	path := "/adobe-services/logout?" + q.Encode()
	if shared {
		return path
	}
	return c.origin() + path
}

// signedOut are the MVPDs at which a logout of the call's device would find nothing.
func (s *Server) signedOut(ctx context.Context, c *call) (out []string, err error) {
	for _, mvpd := range c.provider.order {
		if c.provider.integrations[mvpd].Disabled || c.tempPass(mvpd) != nil || s.degradation(c, mvpd, AuthNAll) != nil {
			continue
		}
		if _, err := s.profileFor(ctx, c, mvpd); noProfile(err) {
			out = append(out, mvpd)
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}
