package mockpass

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/url"
	"slices"

	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// authenticity checks the access token of a call. A token of the wrong scope, of
// an unknown client or of a revoked application is as bad as none.
func (s *Server) authenticity(ctx context.Context, c *call) error {
	if c.endpoint.needs&bearer == 0 {
		return nil
	}
	owner := c.endpoint.needs&management != 0 && c.bearer.has(ScopeTempPass)
	if c.bearer.ID == "" || !c.bearer.has(ScopeV2) && !owner {
		return ErrInvalidAccessTokenClientApplication
	}
	token, err := s.store.Tokens().Load(ctx, c.bearer.ID)
	if err == nil && (token.Revoked || !c.now.Before(token.NotAfter)) {
		return ErrInvalidAccessTokenClientApplication
	}
	if err == nil {
		c.client, err = s.store.Clients().Load(ctx, c.bearer.Client)
	}
	if errors.Is(err, state.ErrNotFound) {
		return ErrInvalidAccessTokenClientApplication
	}
	if err == nil && s.approved(c.settings.directory, c.client.Application) == nil {
		return ErrInvalidAccessTokenClientApplication
	}
	return err
}

// admit checks what operations have in common, in the order that the flow pages
// tell: service provider, headers, path, body.
func (s *Server) admit(_ context.Context, c *call) error {
	if c.endpoint.needs&bearer == 0 {
		return nil
	}
	if c.provider = c.settings.directory.providers[c.serviceProvider]; c.provider == nil {
		return ErrInvalidParameterServiceProvider
	}
	if app := c.settings.directory.applications[c.client.Application]; app == nil || !slices.Contains(app.providers, c.serviceProvider) {
		if c.endpoint.needs&management != 0 {
			return errForbidden
		}
		return ErrInvalidAccessTokenServiceProvider
	}
	if c.endpoint.needs&device != 0 {
		if _, ok := deviceID(c.request.Header.Get("AP-Device-Identifier")); !ok {
			return ErrInvalidHeaderDeviceIdentifier
		}
		if c.settings.Switches.StrictDeviceInfo && !usableDeviceInfo(c.request.Header.Get("X-Device-Info")) {
			return ErrInvalidHeaderDeviceInfo
		}
	}
	if err := s.admitPath(c); err != nil {
		return err
	}
	if c.tooLong || !s.readable(c) {
		return c.endpoint.unreadable()
	}
	return nil
}

func (s *Server) admitPath(c *call) error {
	if _, has := c.route.Params["partner"]; has && !isPartner(c.partner) {
		return ErrInvalidParameterPartner
	}
	if _, has := c.route.Params["code"]; has && !looksLikeCode(c.code) {
		return ErrInvalidParameterCode
	}
	if mvpd, has := c.route.Params["mvpd"]; has {
		return s.integrate(c, mvpd)
	}
	return nil
}

// integrate checks that the service provider can use an MVPD.
func (s *Server) integrate(c *call, mvpd string) error {
	if c.settings.directory.mvpds[mvpd] == nil {
		return ErrInvalidParameterMVPD
	}
	in, ok := c.provider.integrations[mvpd]
	if !ok || !s.switched.active(c.provider.ID, in) {
		return ErrInvalidIntegration
	}
	c.integration = in
	return nil
}

// readable tells whether the body is of the media type that it should be of.
func (s *Server) readable(c *call) bool {
	want := ""
	switch {
	case !c.settings.Switches.StrictContentType:
	case c.endpoint.needs&formBody != 0:
		want = "application/x-www-form-urlencoded"
	case c.endpoint.needs&jsonBody != 0:
		want = "application/json"
	}
	got, _, _ := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	return want == "" || got == want
}

// unreadable is the error of a body that cannot be read at all: that of the
// parameter which it should hold.
func (e endpoint) unreadable() *Error {
	switch {
	case e.needs&jsonBody != 0:
		return ErrInvalidParameterResources
	case e.operation == specs.PartnerProfile:
		return ErrInvalidParameterSAMLResponse
	}
	return ErrInvalidParameterRedirectURL
}

// looksLikeCode tells whether a text has the form of an authentication code. The
// documentation's samples have 6 or 7 capitals and digits; 8 are let pass.
func looksLikeCode(code string) bool {
	if len(code) < 6 || len(code) > 8 {
		return false
	}
	for _, b := range []byte(code) {
		if (b < 'A' || b > 'Z') && (b < '0' || b > '9') {
			return false
		}
	}
	return true
}

// usableDeviceInfo tells whether an X-Device-Info is what the documentation asks
// for (rest-api-v2-appendix-headers-x-device-info).
func usableDeviceInfo(header string) bool {
	text, err := specs.DecodeBase64(header)
	var info map[string]any
	if err != nil || json.Unmarshal(text, &info) != nil {
		return false
	}
	for _, key := range []string{"model", "version", "osName", "osVersion", "connectionType"} {
		if info[key] == nil || info[key] == "" {
			return false
		}
	}
	return true
}

// absolute tells whether a browser can be sent to a URL: it has a scheme and says
// where within it.
func absolute(text string) bool {
	u, err := url.Parse(text)
	if err != nil || !u.IsAbs() {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "javascript", "data", "vbscript", "about", "blob", "file":
		return false
	}
	return u.Host != "" || u.Path != "" || u.Opaque != ""
}
