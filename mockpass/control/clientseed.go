package control

import (
	"context"

	"github.com/passproof/passproof/mockpass/inventory"
)

// SeedClient makes client credentials, and tells them with their secret.
func (c *Client) SeedClient(ctx context.Context, seed inventory.ClientSeed) (inventory.Client, error) {
	return post[inventory.Client](ctx, c, "/clients", seed)
}

// SeedToken makes an access token, and tells it with its text.
func (c *Client) SeedToken(ctx context.Context, seed inventory.TokenSeed) (inventory.Token, error) {
	return post[inventory.Token](ctx, c, "/tokens", seed)
}

// SeedSession makes an authentication session.
func (c *Client) SeedSession(ctx context.Context, seed inventory.SessionSeed) (inventory.Session, error) {
	return post[inventory.Session](ctx, c, "/sessions", seed)
}

// SeedProfile gives a device a profile.
func (c *Client) SeedProfile(ctx context.Context, seed inventory.ProfileSeed) (inventory.Profile, error) {
	return post[inventory.Profile](ctx, c, "/profiles", seed)
}

// SeedDecision remembers a decision under the profile that a device has.
func (c *Client) SeedDecision(ctx context.Context, seed inventory.DecisionSeed) (inventory.Decision, error) {
	return post[inventory.Decision](ctx, c, "/decisions", seed)
}

// SeedServiceToken makes the service token of a user, as an identity service would.
func (c *Client) SeedServiceToken(ctx context.Context, seed inventory.ServiceTokenSeed) (inventory.ServiceToken, error) {
	return post[inventory.ServiceToken](ctx, c, "/service-tokens", seed)
}

// FrameworkStatus is the AP-Partner-Framework-Status of a device whose framework knows
// that.
func (c *Client) FrameworkStatus(ctx context.Context, f inventory.Framework) (inventory.FrameworkStatus, error) {
	return post[inventory.FrameworkStatus](ctx, c, "/framework/status", f)
}

// FrameworkAnswer is the SAMLResponse of a device's framework to an authentication
// request.
func (c *Client) FrameworkAnswer(ctx context.Context, in inventory.FrameworkRequest) (inventory.FrameworkAnswer, error) {
	return post[inventory.FrameworkAnswer](ctx, c, "/framework/answer", in)
}
