package control

import (
	"context"
	"net/http"
	"net/url"

	"github.com/passproof/passproof/mockpass/inventory"
)

// ExpireToken lets the lifetime of an access token end now.
func (c *Client) ExpireToken(ctx context.Context, id string) error {
	return c.do(ctx, "/tokens/"+url.PathEscape(id)+"/expire")
}

// RevokeToken makes an access token invalid from now on.
func (c *Client) RevokeToken(ctx context.Context, id string) error {
	return c.do(ctx, "/tokens/"+url.PathEscape(id)+"/revoke")
}

// RevokeClient makes the mock forget client credentials, and with them their tokens.
func (c *Client) RevokeClient(ctx context.Context, id string) error {
	return c.do(ctx, "/clients/"+url.PathEscape(id)+"/revoke")
}

// ExpireSession lets an authentication session and its code end now.
func (c *Client) ExpireSession(ctx context.Context, code string) error {
	return c.do(ctx, "/sessions/"+url.PathEscape(code)+"/expire")
}

// ExpireProfile lets a profile end now, as though its lifetime were over.
func (c *Client) ExpireProfile(ctx context.Context, id string) (inventory.Profile, error) {
	return post[inventory.Profile](ctx, c, "/profiles/"+url.PathEscape(id)+"/expire", nil)
}

// InvalidateProfile withdraws a profile before its time.
func (c *Client) InvalidateProfile(ctx context.Context, id string) (inventory.Profile, error) {
	return post[inventory.Profile](ctx, c, "/profiles/"+url.PathEscape(id)+"/invalidate", nil)
}

// RevokeApplication makes the software statement and the clients of a registered
// application void.
func (c *Client) RevokeApplication(ctx context.Context, id string) error {
	return c.do(ctx, "/applications/"+url.PathEscape(id)+"/revoke")
}

// ApproveApplication takes the revocation of a registered application back.
func (c *Client) ApproveApplication(ctx context.Context, id string) error {
	return c.do(ctx, "/applications/"+url.PathEscape(id)+"/approve")
}

// DisableMVPD puts all integrations of an MVPD out of use.
func (c *Client) DisableMVPD(ctx context.Context, id string) error {
	return c.do(ctx, "/mvpds/"+url.PathEscape(id)+"/disable")
}

// EnableMVPD lets each integration of an MVPD be as it is on its own again.
func (c *Client) EnableMVPD(ctx context.Context, id string) error {
	return c.do(ctx, "/mvpds/"+url.PathEscape(id)+"/enable")
}

// DisableIntegration puts one integration out of use.
func (c *Client) DisableIntegration(ctx context.Context, serviceProvider, mvpd string) error {
	return c.do(ctx, "/integrations/"+url.PathEscape(serviceProvider)+"/"+url.PathEscape(mvpd)+"/disable")
}

// EnableIntegration puts one integration into use.
func (c *Client) EnableIntegration(ctx context.Context, serviceProvider, mvpd string) error {
	return c.do(ctx, "/integrations/"+url.PathEscape(serviceProvider)+"/"+url.PathEscape(mvpd)+"/enable")
}

// Degrade puts a rule of degraded access in force.
func (c *Client) Degrade(ctx context.Context, seed inventory.DegradationSeed) (inventory.Degradation, error) {
	return post[inventory.Degradation](ctx, c, "/degradations", seed)
}

// Restore ends a rule of degraded access that was set at run time.
func (c *Client) Restore(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodDelete, "/degradations/"+url.PathEscape(id), nil, nil)
}
