package control

import (
	"context"
	"net/url"
	"strconv"

	"github.com/passproof/passproof/mockpass/inventory"
)

// pick asks for a list of what a selection picks.
func pick[T any](ctx context.Context, c *Client, path string, sel inventory.Selection) (inventory.List[T], error) {
	q := url.Values{}
	for name, value := range map[string]string{
		"serviceProvider": sel.ServiceProvider, "mvpd": sel.MVPD, "device": sel.Device, "client": sel.Client,
		"application": sel.Application, "code": sel.Code,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if sel.Limit > 0 {
		q.Set("limit", strconv.Itoa(sel.Limit))
	}
	if sel.Secrets {
		q.Set("secrets", "true")
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return get[inventory.List[T]](ctx, c, path)
}

// Programmers tells which programmers are configured.
func (c *Client) Programmers(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Programmer], error) {
	return pick[inventory.Programmer](ctx, c, "/programmers", sel)
}

// ServiceProviders tells which service providers are configured.
func (c *Client) ServiceProviders(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.ServiceProvider], error) {
	return pick[inventory.ServiceProvider](ctx, c, "/service-providers", sel)
}

// MVPDs tells which MVPDs are configured.
func (c *Client) MVPDs(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.MVPD], error) {
	return pick[inventory.MVPD](ctx, c, "/mvpds", sel)
}

// Integrations tells which service provider is integrated with which MVPD.
func (c *Client) Integrations(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Integration], error) {
	return pick[inventory.Integration](ctx, c, "/integrations", sel)
}

// Applications tells which registered applications are configured.
func (c *Client) Applications(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Application], error) {
	return pick[inventory.Application](ctx, c, "/applications", sel)
}

// Clients tells which client credentials there are.
func (c *Client) Clients(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Client], error) {
	return pick[inventory.Client](ctx, c, "/clients", sel)
}

// Tokens tells which access tokens there are.
func (c *Client) Tokens(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Token], error) {
	return pick[inventory.Token](ctx, c, "/tokens", sel)
}

// Sessions tells which authentication sessions there are.
func (c *Client) Sessions(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Session], error) {
	return pick[inventory.Session](ctx, c, "/sessions", sel)
}

// Devices tells which devices have had a session or a profile.
func (c *Client) Devices(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Device], error) {
	return pick[inventory.Device](ctx, c, "/devices", sel)
}

// Profiles tells which profiles devices have.
func (c *Client) Profiles(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Profile], error) {
	return pick[inventory.Profile](ctx, c, "/profiles", sel)
}

// Decisions tells which decisions are remembered and still hold.
func (c *Client) Decisions(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Decision], error) {
	return pick[inventory.Decision](ctx, c, "/decisions", sel)
}

// Trials tells who uses which TempPass, or has used it up.
func (c *Client) Trials(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Trial], error) {
	return pick[inventory.Trial](ctx, c, "/trials", sel)
}

// Identities tells which identities single sign-on knows.
func (c *Client) Identities(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Identity], error) {
	return pick[inventory.Identity](ctx, c, "/identities", sel)
}

// Degradations tells which rules of degraded access there are.
func (c *Client) Degradations(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Degradation], error) {
	return pick[inventory.Degradation](ctx, c, "/degradations", sel)
}
