package mockpass

import (
	"context"
	"net/http"
	"strings"
)

// mvpdPage is the login page of an MVPD. GET shows it; POST submits it with the
// button that was pressed, and sends the browser back to the redirectUrl of the
// session. A viewer who just goes away leaves everything as it is.
func (s *Server) mvpdPage(ctx context.Context, c *call) (any, error) {
	if !strings.HasSuffix(c.request.URL.Path, "/login") {
		return nil, errNotFound
	}
	v, err := s.live(c)
	if err != nil {
		return nil, err
	}
	switch {
	case c.request.Method == http.MethodGet:
		return loginPage(loginForm{Provider: c.settings.directory.mvpds[v.MVPD].DisplayName, Code: v.Code, Accounts: c.settings.directory.mvpds[v.MVPD].Accounts}), nil
	case c.request.Method != http.MethodPost:
		return nil, errMethod
	case c.param("decline") != "":
		v, err = s.turnDown(ctx, v.Code)
	default:
		v, c.exchange.Directed, err = s.signIn(ctx, v.Code, c.param("account"))
	}
	if err != nil {
		return nil, ErrInvalidAuthenticationSession.With(err.Error())
	}
	return redirect{v.RedirectURL}, nil
}

// logoutHop ends the viewer's session at the MVPD and sends the browser back.
func (s *Server) logoutHop(_ context.Context, c *call) (any, error) {
	q := c.request.URL.Query()
	c.serviceProvider, c.mvpd = q.Get("requestor_id"), q.Get("mso_id")
	to := q.Get("redirect_url")
	m := c.settings.directory.mvpds[c.mvpd]
	switch {
	case m == nil:
		return nil, ErrInvalidParameterMVPD
	case to == "":
		return goodbyePage(m.DisplayName), nil
	case !absolute(to):
		return nil, ErrInvalidParameterRedirectURL
	}
	return redirect{to}, nil
}
