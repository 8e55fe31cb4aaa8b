package control

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// Health tells whether the mock is up.
func (c *Client) Health(ctx context.Context) (Health, error) { return get[Health](ctx, c, "/health") }

// Document is the OpenAPI document of the control API that answers.
func (c *Client) Document(ctx context.Context) ([]byte, error) { return c.text(ctx, "/openapi.yaml") }

// CA is the certificate, in PEM, of the authority that has issued those of the mock's
// HTTPS listeners. A mock without such a listener has none, which is an *Error of
// status 404.
func (c *Client) CA(ctx context.Context) ([]byte, error) { return c.text(ctx, "/ca.pem") }

// text asks for something that is not JSON.
func (c *Client) text(ctx context.Context, path string) ([]byte, error) {
	response, err := c.send(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("control: the answer of %s to GET %s broke off: %w", c.URL, path, err)
	}
	return text, nil
}

// Time tells what time it is for the mock.
func (c *Client) Time(ctx context.Context) (Time, error) { return get[Time](ctx, c, "/time") }

// Advance lets time pass at once for the mock and tells what time it is then.
func (c *Client) Advance(ctx context.Context, by time.Duration) (Time, error) {
	return post[Time](ctx, c, "/time/advance", map[string]string{"by": by.String()})
}

// Reset forgets what the mock was told: all of it, or what belongs to one device.
func (c *Client) Reset(ctx context.Context, r inventory.Reset) (inventory.Removed, error) {
	return post[inventory.Removed](ctx, c, "/reset", r)
}

// Record publishes an act of the harness in the mock's journal, where it gets its ID.
func (c *Client) Record(ctx context.Context, a *journal.Act) (journal.ID, error) {
	var out struct {
		ID journal.ID `json:"id"`
	}
	err := c.call(ctx, http.MethodPost, "/acts", a, &out)
	return out.ID, err
}

// Direct puts a direction on the stage and returns its ID.
func (c *Client) Direct(ctx context.Context, d stage.Direction) (string, error) {
	var out struct {
		ID string `json:"id"`
	}
	err := c.call(ctx, http.MethodPost, "/directions", d, &out)
	return out.ID, err
}

// Directions lists the directions that are in force.
func (c *Client) Directions(ctx context.Context) ([]stage.Direction, error) {
	var out struct {
		Directions []stage.Direction `json:"directions"`
	}
	err := c.call(ctx, http.MethodGet, "/directions", nil, &out)
	return out.Directions, err
}

// Withdraw takes a direction off the stage. One that was used up is an *Error of
// status 404.
func (c *Client) Withdraw(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodDelete, "/directions/"+url.PathEscape(id), nil, nil)
}

// Complete ends the login of a code as though the viewer had signed in as account
// at the MVPD.
func (c *Client) Complete(ctx context.Context, code, account string) error {
	return c.call(ctx, http.MethodPost, "/logins/"+url.PathEscape(code)+"/complete", map[string]string{"account": account}, nil)
}

// Decline ends the login of a code as though the MVPD had turned the viewer down.
func (c *Client) Decline(ctx context.Context, code string) error {
	return c.call(ctx, http.MethodPost, "/logins/"+url.PathEscape(code)+"/decline", nil, nil)
}

// SoftwareStatement returns the statement of a registered application or of a
// service provider's first one.
func (c *Client) SoftwareStatement(ctx context.Context, id string) (string, error) {
	var out struct {
		SoftwareStatement string `json:"softwareStatement"`
	}
	err := c.call(ctx, http.MethodGet, "/software-statements/"+url.PathEscape(id), nil, &out)
	return out.SoftwareStatement, err
}
