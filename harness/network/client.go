package network

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A Client steers networks from another process.
type Client struct {
	URL  string       // of the server that has [Registry.Handler]: "http://127.0.0.1:8081"
	HTTP *http.Client // nil: http.DefaultClient
}

// Open makes a network for one more instance of the subject.
func (c *Client) Open(ctx context.Context) (Attachment, error) {
	return call[Attachment](ctx, c, http.MethodPost, "/networks", struct{}{})
}

// Remove closes a network.
func (c *Client) Remove(ctx context.Context, network string) error {
	_, err := call[struct{}](ctx, c, http.MethodDelete, "/networks/"+network, nil)
	return err
}

// Set is [Network.Set].
func (c *Client) Set(ctx context.Context, network string, s Settings) error {
	_, err := call[struct{}](ctx, c, http.MethodPost, "/networks/"+network+"/settings", settings{int(s.TTL / time.Second), s.Close})
	return err
}

// Move is [Network.Move].
func (c *Client) Move(ctx context.Context, network string, before State) (from, to string, err error) {
	m, err := call[moved](ctx, c, http.MethodPost, "/networks/"+network+"/move", moving{before})
	return m.From, m.To, err
}

// Present is [Network.Present].
func (c *Client) Present(ctx context.Context, network, fault string) error {
	_, err := call[struct{}](ctx, c, http.MethodPost, "/networks/"+network+"/certificate", presenting{fault})
	return err
}

// Reach is [Registry.Reach].
func (c *Client) Reach(ctx context.Context, network, address string) (string, error) {
	r, err := call[reaching](ctx, c, http.MethodPost, "/networks/"+network+"/reach", reaching{address})
	return r.Address, err
}

func call[T any](ctx context.Context, c *Client, method, path string, body any) (out T, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return out, fmt.Errorf("network: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.URL+prefix+path, bytes.NewReader(text))
	if err != nil {
		return out, fmt.Errorf("network: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(r)
	if err != nil {
		return out, fmt.Errorf("network: nobody answers at %s: %w", c.URL, err)
	}
	defer func() { _ = response.Body.Close() }()
	answer := json.NewDecoder(io.LimitReader(response.Body, most))
	if response.StatusCode != http.StatusOK {
		var t told
		if answer.Decode(&t) != nil || t.Error == "" {
			t.Error = fmt.Sprintf("network: %s %s was answered %d", method, path, response.StatusCode)
		}
		return out, errors.New(t.Error)
	}
	if err := answer.Decode(&out); err != nil {
		return out, fmt.Errorf("network: the answer to %s %s cannot be read: %w", method, path, err)
	}
	return out, nil
}
