package mockpass

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// SeedClient makes client credentials as though an application had registered, with an
// id and a secret of one's choice. They are told with their secret. The error is an
// *inventory.Error: there is no such application, it is revoked, or the id is taken.
func (s *Server) SeedClient(ctx context.Context, seed inventory.ClientSeed) (inventory.Client, error) {
	d := s.settings().directory
	app := d.applications[seed.Application]
	if app == nil {
		app = d.speaker(seed.Application)
	}
	if app == nil {
		return inventory.Client{}, unknown("application", "%q is neither an application nor a service provider with one", seed.Application)
	}
	if s.approved(d, app.ID) == nil {
		return inventory.Client{}, conflict("application", "%q is revoked", app.ID)
	}
	for field, text := range map[string]string{"id": seed.ID, "secret": seed.Secret} {
		if err := oneLine(field, text); err != nil {
			return inventory.Client{}, err
		}
	}
	now := s.clock.Now()
	c := app.credentials(cmp.Or(seed.ID, s.random.uuid()), cmp.Or(seed.Secret, s.random.uuid()), now)
	_, err := s.store.Clients().Change(ctx, c.ID, func(old state.Client, found bool) (state.Client, time.Time, error) {
		if found {
			return old, time.Time{}, conflict("id", "there is a client %q already", c.ID)
		}
		return c, state.Forever, nil
	})
	return s.tellClient(c, true), full(err)
}

// SeedToken makes an access token as though a client had fetched one. It is told with
// its text. The error is an *inventory.Error: there is no such client, or the lifetime
// is none.
func (s *Server) SeedToken(ctx context.Context, seed inventory.TokenSeed) (inventory.Token, error) {
	c, err := s.clientOf(ctx, seed.Client)
	if err != nil {
		return inventory.Token{}, err
	}
	lifetime, err := lifetimeOf(seed.Lifetime, s.settings().lifetimes.AccessToken)
	if err != nil {
		return inventory.Token{}, err
	}
	t, _, err := s.issue(ctx, c, s.clock.Now(), lifetime)
	if err != nil {
		return inventory.Token{}, full(err)
	}
	return s.tellToken(t, c, true)
}

// SeedSession makes an authentication session as though a client had created one for a
// device. The device's code before it is void, as usual. The error is an
// *inventory.Error that says what cannot be.
func (s *Server) SeedSession(ctx context.Context, seed inventory.SessionSeed) (inventory.Session, error) {
	c, err := s.speaks(ctx, seed.Client, seed.ServiceProvider, seed.Device)
	if err != nil {
		return inventory.Session{}, err
	}
	lifetime, err := lifetimeOf(seed.Lifetime, s.settings().lifetimes.Session)
	if err != nil {
		return inventory.Session{}, err
	}
	switch {
	case seed.MVPD != "" && !s.integrated(seed.ServiceProvider, seed.MVPD):
		return inventory.Session{}, unknown("mvpd", "%s has no integration with %q", seed.ServiceProvider, seed.MVPD)
	case seed.RedirectURL != "" && !absolute(seed.RedirectURL):
		return inventory.Session{}, invalid("redirectUrl", "%q is no address that a browser could be sent to", seed.RedirectURL)
	case seed.Code != "" && !looksLikeCode(seed.Code):
		return inventory.Session{}, invalid("code", "%q is no authentication code; want 6 to 8 capitals and digits", seed.Code)
	}
	now := s.clock.Now()
	v := state.Session{
		ID: s.random.uuid(), Code: cmp.Or(seed.Code, s.random.code(7, codeAlphabet)), ServiceProvider: seed.ServiceProvider, Client: c.ID,
		Device: seed.Device, Address: seed.Address, UserAgent: seed.UserAgent,
		MVPD: seed.MVPD, DomainName: seed.DomainName, RedirectURL: seed.RedirectURL,
		NotBefore: now, NotAfter: now.Add(lifetime),
	}
	_, err = s.store.Sessions().Change(ctx, v.Code, func(old state.Session, found bool) (state.Session, time.Time, error) {
		if found {
			return old, time.Time{}, conflict("code", "there is a session with the code %q already", v.Code)
		}
		return v, v.NotAfter.Add(afterlife), nil
	})
	if err != nil {
		return inventory.Session{}, full(err)
	}
	return s.tellSession(v), full(s.supersede(ctx, v, now))
}

// clientOf is a client that a seed names.
func (s *Server) clientOf(ctx context.Context, id string) (state.Client, error) {
	c, err := s.store.Clients().Load(ctx, id)
	if errors.Is(err, state.ErrNotFound) {
		return c, unknown("client", "there is no client %q", id)
	}
	return c, err
}

// speaks is the client that a seed names, if it may speak for the service provider,
// and there is a device for which it does so.
func (s *Server) speaks(ctx context.Context, client, serviceProvider, device string) (state.Client, error) {
	c, err := s.clientOf(ctx, client)
	if err != nil {
		return c, err
	}
	d := s.settings().directory
	app := s.approved(d, c.Application)
	switch {
	case d.providers[serviceProvider] == nil:
		return c, unknown("serviceProvider", "there is no service provider %q", serviceProvider)
	case app == nil:
		return c, conflict("client", "its application %q is revoked", c.Application)
	case !slices.Contains(app.providers, serviceProvider):
		return c, conflict("serviceProvider", "the application %q of the client does not speak for %s", app.ID, serviceProvider)
	case !slices.Contains(c.Scopes, ScopeV2):
		return c, conflict("client", "its application %q has no scope for REST API V2", app.ID)
	case device == "" || len(device) > 1024:
		return c, invalid("device", "it has %d bytes; want what AP-Device-Identifier says after decoding, 1 to 1024", len(device))
	}
	return c, nil
}

// integrated tells whether a service provider has an integration with an MVPD, in use
// or not.
func (s *Server) integrated(serviceProvider, mvpd string) bool {
	p := s.settings().directory.providers[serviceProvider]
	if p == nil {
		return false
	}
	_, ok := p.integrations[mvpd]
	return ok
}

// lifetimeOf reads the lifetime that a seed wants.
func lifetimeOf(text string, usual Duration) (time.Duration, error) {
	if text == "" {
		return time.Duration(usual), nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > mostAdvance {
		return 0, invalid("lifetime", "%q is none; want a duration above zero, such as 30m or 12s", text)
	}
	return d, nil
}

// oneLine refuses what could not be sent in a form or a header, or is absurdly long.
func oneLine(field, text string) error {
	if len(text) > 256 || !utf8.ValidString(text) {
		return invalid(field, "it has %d bytes; want up to 256 of UTF-8", len(text))
	}
	for _, r := range text {
		if unicode.IsControl(r) {
			return invalid(field, "%q has control characters", text)
		}
	}
	return nil
}
