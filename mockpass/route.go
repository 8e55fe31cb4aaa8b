package mockpass

import (
	"context"
	"strings"
)

// pages are the paths of the login and logout pages of the MVPDs. No document
// knows them; they are for browsers alone.
var pages = []struct {
	prefix string
	do     operation
}{
	{"/adobe-services/authenticate/", (*Server).loginHop},
	{"/adobe-services/logout", (*Server).logoutHop},
	{"/mvpd/", (*Server).mvpdPage},
}

// route finds the operation, or the page, that a request is for.
func (s *Server) route(c *call) {
	path := c.request.URL.EscapedPath()
	for _, p := range pages {
		if strings.HasPrefix(path, p.prefix) {
			c.endpoint = endpoint{needs: browser, do: p.do}
			return
		}
	}
	route, err := s.documents.Route(c.request.Method, path)
	if err != nil {
		if strings.HasPrefix(path, "/api/v2/authenticate/") {
			c.endpoint.needs = browser
		}
		c.lost = err
		return
	}
	c.route = route
	c.endpoint = s.endpoints[route.Operation]
	c.exchange.Operation = route.Operation
	c.serviceProvider = route.Params["serviceProvider"]
	c.mvpd = route.Params["mvpd"]
	c.code = route.Params["code"]
	c.partner = route.Params["partner"]
	if c.settings.Switches.FoldCode {
		c.code = strings.ToUpper(c.code)
	}
}

// known refuses what leads nowhere. It comes after the call was read, so that the
// journal tells which device went astray.
func (s *Server) known(_ context.Context, c *call) error { return c.lost }
