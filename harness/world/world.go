package world

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/journal"
)

// Depth says how long things are watched.
type Depth string

// The depths of a run.
const (
	Quick Depth = "quick" // the shortest windows that decide a rule
	Full  Depth = "full"  // the windows of the catalogue
)

// A Setup is what a world is made of.
type Setup struct {
	ControlURL      string
	AdobePassURL    string
	SubjectURL      string
	Seat            int    // keeps the devices of scenarios apart: each has its own
	Scenario        string // name of the scenario, for its acts
	Depth           Depth
	ServiceProvider string
	RefreshMargin   time.Duration // how long before its end the subject replaces an access token
	Driver          app.Driver
	// Own starts an instance of the subject for this scenario alone; nil: cannot be done.
	Own func(context.Context) (OwnSubject, error)
}

// A TB is the part of testing.TB that is used; *testing.T and GinkgoTB() have it.
type TB interface {
	Helper()
	Cleanup(func())
}

// A World surrounds the subject for the length of one scenario.
type World struct {
	Setup
	client *control.Client
	follow context.CancelFunc
	ended  chan struct{}

	mu       sync.Mutex
	entries  []journal.Entry
	more     chan struct{} // closed, and made anew, when an entry comes
	broken   error         // why following ended
	troubles []error
	homes    int
	devices  int
	calls    int
}

// Open begins to follow the journal. Close it.
func Open(s Setup) *World {
	ctx, cancel := context.WithCancel(context.Background())
	w := &World{Setup: s, client: &control.Client{URL: s.ControlURL}, follow: cancel, ended: make(chan struct{}), more: make(chan struct{})}
	go w.listen(ctx)
	return w
}

// Close ends following.
func (w *World) Close() {
	w.follow()
	<-w.ended
}

func (w *World) listen(ctx context.Context) {
	defer close(w.ended)
	for e, err := range w.client.Follow(ctx, 0) {
		w.mu.Lock()
		if err != nil {
			w.broken = err
		} else {
			w.entries = append(w.entries, e)
		}
		close(w.more)
		w.more = make(chan struct{})
		w.mu.Unlock()
	}
}

// Troubles are the things that should have come about and did not.
func (w *World) Troubles() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.troubles...)
}

func (w *World) trouble(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.troubles = append(w.troubles, fmt.Errorf(format, args...))
}

// patience is how long the world waits for one thing to happen. The slowest poller
// that the documentation knows polls every 15 seconds.
const patience = 20 * time.Second

// await returns the first entry, old or new, for which is holds. Not having come
// about is a trouble, and nil.
func (w *World) await(ctx context.Context, what string, is func(journal.Entry) bool) journal.Entry {
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for at := 0; ; {
		entries, more, broken := w.seen(at)
		for _, e := range entries {
			if is(e) {
				return e
			}
		}
		at += len(entries)
		if broken != nil {
			w.trouble("waiting for %s: %w", what, broken)
			return nil
		}
		select {
		case <-more:
		case <-bounded.Done():
			w.trouble("%s did not come about within %v", what, patience)
			return nil
		}
	}
}

func (w *World) seen(from int) ([]journal.Entry, <-chan struct{}, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.entries[from:len(w.entries):len(w.entries)], w.more, w.broken
}

// record publishes an act.
func (w *World) record(ctx context.Context, a *journal.Act) {
	a.Scenario = w.Scenario
	if _, err := w.client.Record(context.WithoutCancel(ctx), a); err != nil {
		w.trouble("the act %s could not be recorded: %w", a.Verb, err)
	}
}

// Watch does nothing for d, because that nothing happens is the point, and then asks
// the device's app for its status: a dead subject keeps no promise. It is the only
// waiting for time.
func (w *World) Watch(ctx context.Context, d *Device, long time.Duration, why string) {
	start := time.Now()
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-ctx.Done():
		w.trouble("watching %s was cut short: %w", why, context.Cause(ctx))
	case <-t.C:
	}
	w.record(ctx, &journal.Act{Verb: journal.Watched, Device: d.Name, Start: start, End: time.Now(), Args: map[string]any{"why": why}})
	d.Status(ctx)
}

// Pause is what a person does between two presses of a button.
func (w *World) Pause(ctx context.Context, long time.Duration) {
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
