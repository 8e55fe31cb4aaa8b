package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// A Client speaks to the control API of a running mock. Its methods may be called
// concurrently. What the mock refuses is an *Error with the reason; any other error
// is that nothing, or nothing sensible, has answered.
type Client struct {
	URL   string       // "http://127.0.0.1:8081"
	Token string       // of mockpass serve --control-token; empty: none
	HTTP  *http.Client // nil: http.DefaultClient
}

// maxAnswer bounds the answer to one call: 256 MiB. Lists can be long.
const maxAnswer = 256 << 20

// call sends a body as JSON and decodes the answer into out.
func (c *Client) call(ctx context.Context, method, path string, body, out any) error {
	response, err := c.send(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(out); err != nil {
		return fmt.Errorf("control: the answer to %s %s cannot be read: %w", method, path, err)
	}
	return nil
}

// send returns an answer of 2xx; everything else is an error.
func (c *Client) send(ctx context.Context, method, path string, body any) (*http.Response, error) {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("control: %w", err)
		}
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.URL+"/control/v1"+path, content)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("control: no mock answers at %s: %w", c.URL, err)
	}
	if response.StatusCode/100 == 2 {
		return response, nil
	}
	defer func() { _ = response.Body.Close() }()
	return nil, refusal(response, method, path)
}

func refusal(response *http.Response, method, path string) error {
	told := &Error{}
	if json.NewDecoder(io.LimitReader(response.Body, maxBody)).Decode(told) != nil || told.Message == "" {
		told.Message = "no reason given; is it a mockpass?"
	}
	told.Status = response.StatusCode
	return fmt.Errorf("control: %s %s was refused with %d: %w", method, path, response.StatusCode, told)
}

// get asks for a value.
func get[T any](ctx context.Context, c *Client, path string) (out T, err error) {
	err = c.call(ctx, http.MethodGet, path, nil, &out)
	return out, err
}

// post sends a value and gets another.
func post[T any](ctx context.Context, c *Client, path string, body any) (out T, err error) {
	err = c.call(ctx, http.MethodPost, path, body, &out)
	return out, err
}

// do lets something be done that has no answer.
func (c *Client) do(ctx context.Context, path string) error {
	return c.call(ctx, http.MethodPost, path, nil, nil)
}
