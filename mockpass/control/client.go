package control

import (
	"context"
	"iter"
	"net/http"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// A Client speaks to the control API of a running mock.
type Client struct {
	URL  string       // "http://127.0.0.1:8081"
	HTTP *http.Client // nil: http.DefaultClient
}

// Since returns what was published after the first n entries and the n to go on from.
func (c *Client) Since(ctx context.Context, n uint64) ([]journal.Entry, uint64, error) {
	panic("TODO(control)")
}

// Follow yields entries as they are published until ctx is done or the mock ends.
// A broken connection is an error of the last pair.
func (c *Client) Follow(ctx context.Context, n uint64) iter.Seq2[journal.Entry, error] {
	panic("TODO(control)")
}

// Record publishes an act of the harness in the mock's journal, where it gets its ID.
func (c *Client) Record(ctx context.Context, a *journal.Act) (journal.ID, error) {
	panic("TODO(control)")
}

// Direct puts a direction on the stage and returns its ID.
func (c *Client) Direct(ctx context.Context, d stage.Direction) (string, error) {
	panic("TODO(control)")
}

// Withdraw takes a direction off the stage.
func (c *Client) Withdraw(ctx context.Context, id string) error { panic("TODO(control)") }

// Complete ends the login of a code as though the viewer had signed in as account
// at the MVPD; Decline as though the MVPD had turned the viewer down.
func (c *Client) Complete(ctx context.Context, code, account string) error { panic("TODO(control)") }

// Decline ends the login of a code without a profile.
func (c *Client) Decline(ctx context.Context, code string) error { panic("TODO(control)") }
