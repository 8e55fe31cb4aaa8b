package control

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// A Client speaks to the control API of a running mock.
type Client struct {
	URL   string       // "http://127.0.0.1:8081"
	Token string       // of mockpass serve --control-token; empty: none
	HTTP  *http.Client // nil: http.DefaultClient
}

// longestEntry bounds one line of the journal: 16 MiB.
const longestEntry = 16 << 20

// Since returns what was published after the first n entries and the n to go on from.
func (c *Client) Since(ctx context.Context, n uint64) ([]journal.Entry, uint64, error) {
	var out []journal.Entry
	for step, err := range c.stream(ctx, "/entries", n) {
		if err != nil {
			return out, n, err
		}
		out, n = append(out, step.entry), step.next
	}
	return out, n, nil
}

// Follow yields entries as they are published until ctx is done or the mock ends.
// A broken connection is the error of the last pair.
func (c *Client) Follow(ctx context.Context, n uint64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for step, err := range c.stream(ctx, "/entries/follow", n) {
			if ctx.Err() != nil || !yield(step.entry, err) {
				return
			}
		}
	}
}

type step struct {
	next  uint64
	entry journal.Entry
}

func (c *Client) stream(ctx context.Context, path string, n uint64) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		response, err := c.send(ctx, http.MethodGet, fmt.Sprintf("%s?since=%d", path, n), nil)
		if err != nil {
			yield(step{}, err)
			return
		}
		defer func() { _ = response.Body.Close() }()
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, longestEntry)
		for lines.Scan() {
			var l numbered
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				yield(step{}, fmt.Errorf("control: a line of the journal cannot be read: %w", err))
				return
			}
			e, err := journal.Unmarshal(l.Entry)
			if !yield(step{l.Next, e}, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(step{}, fmt.Errorf("control: the journal of %s broke off: %w", c.URL, err))
		}
	}
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
	if err := json.NewDecoder(io.LimitReader(response.Body, maxBody)).Decode(out); err != nil {
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
	var told struct {
		Error *Error `json:"error"`
	}
	if json.NewDecoder(io.LimitReader(response.Body, maxBody)).Decode(&told) != nil || told.Error == nil {
		told.Error = &Error{Message: "no reason given"}
	}
	told.Error.Status = response.StatusCode
	return errors.Join(fmt.Errorf("control: %s %s was refused with %d", method, path, response.StatusCode), told.Error)
}
