package mockpass

import (
	"context"
	"net/url"

	"github.com/passproof/passproof/mockpass/state"
)

// authenticate sends a browser to the login page of the MVPD (S040, S041). The
// call comes from the viewer's browser, so it bears no token
// (rest-api-v2-sessions-apis-perform-authentication-in-user-agent).
func (s *Server) authenticate(ctx context.Context, c *call) (any, error) {
	if !looksLikeCode(c.code) {
		return nil, ErrInvalidParameterCode
	}
	v, err := s.live(c)
	if err != nil {
		return nil, err
	}
	if len(s.missing(v)) > 0 {
		return nil, ErrInvalidAuthenticationSession.With("the session still lacks parameters; resume it first")
	}
	if v.Step == state.Completed {
		return nil, ErrInvalidAuthenticationSession.With("the viewer has signed in with this code already")
	}
	v, err = s.changeSession(ctx, v.Code, func(v state.Session) state.Session {
		if v.Step == state.Open { // the viewer may have signed in meanwhile, in another browser
			v.Step = state.Started
		}
		return v
	})
	if err != nil {
		return nil, err
	}
	return redirect{c.origin() + "/adobe-services/authenticate/saml?" + url.Values{
		"noflash":      {"true"},
		"mso_id":       {v.MVPD},
		"requestor_id": {v.ServiceProvider},
		"no_iframe":    {"false"},
		"domain_name":  {v.DomainName},
		"redirect_url": {v.RedirectURL},
		"code":         {v.Code},
	}.Encode()}, nil
}

// origin is the scheme and host by which the client reached the mock.
func (c *call) origin() string {
	if c.request.TLS != nil {
		return "https://" + c.request.Host
	}
	return "http://" + c.request.Host
}

// loginHop is the page between Adobe Pass and the MVPD: it sends the browser on.
func (s *Server) loginHop(_ context.Context, c *call) (any, error) {
	v, err := s.live(c)
	if err != nil {
		return nil, err
	}
	return redirect{c.origin() + "/mvpd/" + url.PathEscape(v.MVPD) + "/login?" + url.Values{"code": {v.Code}}.Encode()}, nil
}
