package world

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// Why following the journal can end although nothing broke.
var (
	errClosed = errors.New("the world was closed meanwhile")
	errEnded  = errors.New("the mock has ended its journal; was it stopped in the middle of the run?")
)

// nothing picks no entry: of its stream only the end is of interest.
var nothing = journal.Filter{Code: "none"}

// listen waits until ctx is done or the mock ends its journal. The end is told to
// everybody who waits.
func (w *World) listen(ctx context.Context) {
	defer close(w.ended)
	why := errEnded
	for _, err := range w.client.FollowWhere(ctx, 0, nothing) {
		if err != nil {
			why = err
			break
		}
	}
	if ctx.Err() != nil {
		why = errClosed
	}
	w.mu.Lock()
	w.broken = why
	w.mu.Unlock()
}

// lost tells whether following has ended: what is done now leaves no evidence. The
// first who is told so notes the reason; what the others would note follows from it.
func (w *World) lost(doing string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken == nil {
		return false
	}
	if !w.told {
		w.told = true
		w.troubles = append(w.troubles, fmt.Errorf("%s: %w", doing, w.broken))
	}
	return true
}

// patience is how long the world waits for one thing to happen. The slowest poller
// that the documentation knows polls every 15 seconds.
const patience = 20 * time.Second

// errPatience tells that nothing stood in the way: it did not come about.
var errPatience = fmt.Errorf("did not come about within %v", patience)

// await returns the first entry, old or new, that one of the filters picks and for which
// is holds. Not having come about is a trouble, and nil.
func (w *World) await(ctx context.Context, what string, is func(journal.Entry) bool, filters ...journal.Filter) journal.Entry {
	e, err := w.find(ctx, what, is, filters...)
	if err != nil {
		w.trouble("%s %w", what, err)
	}
	return e
}

// find is await that leaves it to the caller what not having come about means. It
// returns neither entry nor error where the journal has ended: that is noted. Filters
// should be narrow: a run has many scenarios, and a journal of thousands of entries is
// dear to read for each of them.
func (w *World) find(ctx context.Context, what string, is func(journal.Entry) bool, filters ...journal.Filter) (journal.Entry, error) {
	if w.lost("waiting for " + what) {
		return nil, nil
	}
	bounded, cancel := context.WithTimeoutCause(ctx, patience, errPatience)
	defer cancel()
	entries, done := w.follow(bounded, filters)
	defer func() { cancel(); <-done }()
	for {
		select {
		case e := <-entries:
			if is(e) {
				return e, nil
			}
		case <-done: // the mock has ended, or the wait has
			select {
			case <-w.ended:
				w.lost("waiting for " + what)
				return nil, nil
			case <-bounded.Done():
				return nil, cutShort(bounded)
			}
		}
	}
}

// follow gives what any of the filters picks, until ctx is done or the streams end. The
// second channel is closed when nothing comes any more.
func (w *World) follow(ctx context.Context, filters []journal.Filter) (<-chan journal.Entry, <-chan struct{}) {
	entries, done := make(chan journal.Entry), make(chan struct{})
	var streams sync.WaitGroup
	for _, f := range filters {
		streams.Go(func() {
			for e, err := range w.client.FollowWhere(ctx, 0, f) {
				if err != nil {
					return // listen says why
				}
				select {
				case entries <- e:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		defer close(done)
		streams.Wait()
	}()
	return entries, done
}

// cutShort says why a wait is over, given that its context is done.
func cutShort(ctx context.Context) error {
	if why := context.Cause(ctx); !errors.Is(why, errPatience) {
		return fmt.Errorf("did not come about: the wait was cut short: %w", why)
	}
	return errPatience
}

// published are the entries until now that a filter picks.
func (w *World) published(ctx context.Context, f journal.Filter) []journal.Entry {
	if w.lost("reading the journal") {
		return nil
	}
	entries, _, err := w.client.SinceWhere(ctx, 0, f)
	if err != nil && ctx.Err() == nil {
		w.trouble("the journal could not be read: %w", err)
	}
	return entries
}
