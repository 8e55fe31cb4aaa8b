package world

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// Why following the journal can end although nothing broke.
var (
	errClosed = errors.New("the world was closed meanwhile")
	errEnded  = errors.New("the mock has ended its journal; was it stopped in the middle of the run?")
)

// listen takes in the journal until ctx is done or the mock ends. Its end is told to
// everybody who waits.
func (w *World) listen(ctx context.Context) {
	defer close(w.ended)
	why := errEnded
	for e, err := range w.client.Follow(ctx, 0) {
		if err != nil {
			why = err
			break
		}
		w.mu.Lock()
		w.entries = append(w.entries, e)
		close(w.more)
		w.more = make(chan struct{})
		w.mu.Unlock()
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

// await returns the first entry, old or new, for which is holds. Not having come
// about is a trouble, and nil.
func (w *World) await(ctx context.Context, what string, is func(journal.Entry) bool) journal.Entry {
	e, err := w.find(ctx, what, is)
	if err != nil {
		w.trouble("%s %w", what, err)
	}
	return e
}

// find is await that leaves it to the caller what not having come about means. It
// returns neither entry nor error where following has ended: that is noted.
func (w *World) find(ctx context.Context, what string, is func(journal.Entry) bool) (journal.Entry, error) {
	bounded, cancel := context.WithTimeoutCause(ctx, patience, errPatience)
	defer cancel()
	for at := 0; ; {
		entries, more := w.seen(at)
		for _, e := range entries {
			if is(e) {
				return e, nil
			}
		}
		at += len(entries)
		select {
		case <-more:
		case <-w.ended:
			if entries, _ := w.seen(at); len(entries) > 0 {
				continue // what came before the end counts
			}
			w.lost("waiting for " + what)
			return nil, nil
		case <-bounded.Done():
			if why := context.Cause(bounded); !errors.Is(why, errPatience) {
				return nil, fmt.Errorf("did not come about: the wait was cut short: %w", why)
			}
			return nil, errPatience
		}
	}
}

// seen are the entries after the first so many, and what is closed when more come.
func (w *World) seen(from int) ([]journal.Entry, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.entries[from:len(w.entries):len(w.entries)], w.more
}
