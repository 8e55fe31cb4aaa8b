package control

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/passproof/passproof/mockpass/journal"
)

// longestEntry bounds one line of the journal: 16 MiB.
const longestEntry = 16 << 20

// Since returns what was published after the first n entries and the n to go on from.
func (c *Client) Since(ctx context.Context, n uint64) ([]journal.Entry, uint64, error) {
	return c.SinceWhere(ctx, n, journal.Filter{})
}

// SinceWhere is [Client.Since] for the entries that a filter picks.
func (c *Client) SinceWhere(ctx context.Context, n uint64, f journal.Filter) ([]journal.Entry, uint64, error) {
	var out []journal.Entry
	for step, err := range c.stream(ctx, "/entries", n, f) {
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
	return c.FollowWhere(ctx, n, journal.Filter{})
}

// FollowWhere is [Client.Follow] for the entries that a filter picks.
func (c *Client) FollowWhere(ctx context.Context, n uint64, f journal.Filter) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for step, err := range c.stream(ctx, "/entries/follow", n, f) {
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

func (c *Client) stream(ctx context.Context, path string, n uint64, f journal.Filter) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		response, err := c.send(ctx, http.MethodGet, path+wanting(n, f), nil)
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

// HAR writes the exchanges that were published after the first n entries, and that a
// filter picks, to w as HAR 1.2, with credentials replaced by pseudonyms.
func (c *Client) HAR(ctx context.Context, w io.Writer, n uint64, f journal.Filter) error {
	response, err := c.send(ctx, http.MethodGet, "/har"+wanting(n, f), nil)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(w, response.Body); err != nil {
		return fmt.Errorf("control: the HAR of %s broke off: %w", c.URL, err)
	}
	return nil
}

// wanting is the query for a part of the journal.
func wanting(n uint64, f journal.Filter) string {
	q := url.Values{}
	if n > 0 {
		q.Set("since", strconv.FormatUint(n, 10))
	}
	for name, value := range map[string]string{
		"device": f.Device, "operation": f.Operation, "code": f.Code, "client": f.Client, "status": f.Status, "party": string(f.Party), "network": f.Network,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}
