package subject

import (
	"context"
	"errors"
	"fmt"

	"github.com/passproof/passproof/harness/config"
)

// ErrNotOurs tells that the service was started by somebody else.
var ErrNotOurs = errors.New("the service was not started by passproof and cannot be restarted; let passproof start it with subject.command, image or dockerfile")

// running is a service that somebody else started.
type running struct {
	file *config.File
	base string
}

// Start waits until the service answers.
func (r *running) Start(ctx context.Context) error {
	ready, cancel := context.WithTimeout(ctx, r.file.Subject.StartTimeout)
	defer cancel()
	if err := AwaitReady(ready, r.base, r.file.Subject.Ready); err != nil {
		if ctx.Err() != nil {
			return &StartError{What: fmt.Sprintf("waiting for the service at %s was cut short: %v", r.base, context.Cause(ctx))}
		}
		return &StartError{What: fmt.Sprintf("no service answers at %s: %v", r.base, err), Remedy: "start it first, or let passproof start it with subject.command, image or dockerfile"}
	}
	return nil
}

func (r *running) Restart(context.Context) error { return ErrNotOurs }
func (r *running) Address() string               { return r.base }
func (r *running) Ended() <-chan struct{}        { return nil }
func (r *running) Outcome() string               { return "" }
func (r *running) Close() error                  { return nil }
