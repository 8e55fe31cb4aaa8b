package mockpass

import (
	"cmp"
	"context"
	"encoding/json"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/passproof/passproof/specs"
)

// read finds out what a call speaks of, as far as the request can be understood.
// It never refuses: the stage and the journal want to know a device even when the
// call is about to be refused.
func (s *Server) read(ctx context.Context, c *call) error {
	h := c.request.Header
	c.device, _ = deviceID(h.Get("AP-Device-Identifier"))
	first, _, _ := strings.Cut(h.Get("X-Forwarded-For"), ",")
	c.address = strings.TrimSpace(first)
	if scheme, token, _ := strings.Cut(h.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") && c.endpoint.needs&dcr == 0 {
		c.bearer, _ = s.claims(ctx, strings.TrimSpace(token))
	}
	if c.endpoint.needs&(formBody|dcr|browser) != 0 {
		c.form, _ = url.ParseQuery(string(c.body))
	}
	if c.endpoint.needs&formBody != 0 {
		c.mvpd = cmp.Or(c.mvpd, c.param("mvpd"))
	}
	if c.endpoint.needs&jsonBody != 0 {
		c.resources = resources(c.body)
	}
	if c.endpoint.needs&management != 0 {
		q := c.request.URL.Query()
		c.serviceProvider, c.mvpd = q.Get("requestor_id"), q.Get("mvpd_id")
	}
	if c.route == nil {
		c.code = cmp.Or(c.request.URL.Query().Get("code"), c.param("code"))
	}
	if c.code != "" {
		return s.readSession(ctx, c)
	}
	return nil
}

// readSession looks up the session that the call speaks of, be it live or not.
func (s *Server) readSession(ctx context.Context, c *call) error {
	session, err := s.lookSession(ctx, c.code)
	if err != nil || (c.route != nil && session.ServiceProvider != c.serviceProvider) {
		return err
	}
	c.session = session
	c.device = cmp.Or(c.device, session.Device)
	c.mvpd = cmp.Or(c.mvpd, session.MVPD)
	c.serviceProvider = cmp.Or(c.serviceProvider, session.ServiceProvider)
	return nil
}

// resources are those of a decisions body, or nil when there is none, it names
// none, or it names an empty one.
func resources(body []byte) []string {
	var in struct {
		Resources []string `json:"resources"`
	}
	if json.Unmarshal(body, &in) != nil || slices.Contains(in.Resources, "") {
		return nil
	}
	return in.Resources
}

// deviceID decodes an AP-Device-Identifier: the word fingerprint and base64
// (rest-api-v2-appendix-headers-ap-device-identifier).
func deviceID(header string) (string, bool) {
	coded, ok := strings.CutPrefix(header, "fingerprint ")
	if !ok {
		return "", false
	}
	id, err := specs.DecodeBase64(coded)
	if err != nil || len(id) > 1024 {
		return "", false
	}
	return string(id), true
}

// peer is the address that a device is known by: the one told by the service, else
// that of the connection.
func (c *call) peer() string {
	if c.address != "" {
		return c.address
	}
	from, err := netip.ParseAddrPort(c.request.RemoteAddr)
	if err != nil {
		return ""
	}
	return from.Addr().Unmap().String()
}
