package mockpass

import "cmp"

// attribute tells in the exchange who spoke of what, so that readers of the
// journal need not take messages apart.
func (s *Server) attribute(c *call) {
	x := c.exchange
	x.ServiceProvider = c.serviceProvider
	x.MVPD = c.mvpd
	x.Code = cmp.Or(x.Code, c.code) // an operation that made a code has told it already
	x.Device = c.device
	x.Client = cmp.Or(x.Client, c.clientID())
	x.Address = c.address
}

// clientID is the client_id that a call bears or, when it asks for a token, names.
func (c *call) clientID() string {
	if c.endpoint.needs&dcr != 0 {
		return cmp.Or(c.param("client_id"), c.request.URL.Query().Get("client_id"))
	}
	return c.bearer.Client
}
