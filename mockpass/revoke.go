package mockpass

import (
	"context"
	"errors"

	"github.com/passproof/passproof/mockpass/state"
)

// RevokeToken makes an access token invalid from now on; calls that bear it get
// invalid_access_token_client_application. id is its jti. The error is an
// *inventory.Error when there is no such token.
func (s *Server) RevokeToken(ctx context.Context, id string) error {
	return s.changeKnownToken(ctx, id, func(t *state.Token) { t.Revoked = true })
}

// ExpireToken lets the lifetime of an access token end now. Services see no
// difference to RevokeToken; what the mock tells of the token is another.
func (s *Server) ExpireToken(ctx context.Context, id string) error {
	now := s.clock.Now()
	return s.changeKnownToken(ctx, id, func(t *state.Token) {
		if t.NotAfter.After(now) {
			t.NotAfter = now
		}
	})
}

// changeKnownToken is changeToken for a token that must be there.
func (s *Server) changeKnownToken(ctx context.Context, id string, change func(*state.Token)) error {
	if _, err := s.store.Tokens().Load(ctx, id); errors.Is(err, state.ErrNotFound) {
		return unknown("id", "there is no access token %q", id)
	} else if err != nil {
		return err
	}
	return s.changeToken(ctx, id, change)
}

// RevokeClient forgets client credentials: token requests with them get
// invalid_client, and access tokens of theirs are void. The error is an
// *inventory.Error when there are no such credentials.
func (s *Server) RevokeClient(ctx context.Context, id string) error {
	if _, err := s.store.Clients().Load(ctx, id); errors.Is(err, state.ErrNotFound) {
		return unknown("id", "there is no client %q", id)
	} else if err != nil {
		return err
	}
	return s.store.Clients().Delete(ctx, id)
}

// SwitchApplication revokes a registered application or lets it be approved again,
// whatever the configuration says. The software statement of a revoked one gets
// unapproved_software_statement, and its clients and their access tokens are void
// until it is approved. The error is an *inventory.Error: there is no such
// application.
func (s *Server) SwitchApplication(id string, approved bool) error {
	if s.settings().directory.applications[id] == nil {
		return unknown("id", "there is no application %q", id)
	}
	s.approvals.set(id, approved)
	return nil
}

// approved is the registered application of an id, or nil when there is none or it is
// revoked.
func (s *Server) approved(d *directory, id string) *application {
	app := d.applications[id]
	if app == nil {
		return nil
	}
	if approved, set := s.approvals.get(id); set && !approved || !set && app.Revoked {
		return nil
	}
	return app
}
