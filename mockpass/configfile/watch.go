package configfile

import (
	"context"
	"crypto/sha256"
	"time"
)

// A Watch reads a file again when it has changed.
type Watch struct {
	file    string
	applied [sha256.Size]byte // the text that was last read, good or bad
	pending [sha256.Size]byte // a text that was seen once
	lost    bool              // the file could not be read, and that was told
}

// Open is [Read], and remembers what the file said, so that not even a change right
// after it goes unseen.
func Open(file string, use Use) (*Watch, error) {
	text, err := load(file)
	if err != nil {
		return nil, err
	}
	return &Watch{file: file, applied: sha256.Sum256(text)}, Parse(file, text, use)
}

// Follow looks at the file at every tick, until ctx ends, and uses a configuration that
// has changed. A changed text counts from the second tick that
// finds it: a file that is being written is found empty, and empty is a configuration.
// Whoever sends to now has the file read at once, changed or not.
//
// tell gets what [Read] would return: nil for each configuration that is in use now,
// else what is wrong with the file. It gets each once, not at every tick. use and tell
// are called one at a time.
func (w *Watch) Follow(ctx context.Context, ticks <-chan time.Time, now <-chan struct{}, use Use, tell func(error)) {
	for {
		atOnce := false
		select {
		case <-ctx.Done():
			return
		case <-now:
			atOnce = true
		case <-ticks:
		}
		text, err := load(w.file)
		if err != nil {
			if !w.lost || atOnce {
				tell(err)
			}
			w.lost = true
			continue
		}
		w.lost = false
		if w.due(sha256.Sum256(text), atOnce) {
			tell(Parse(w.file, text, use))
		}
	}
}

// due decides whether a text is to be applied.
func (w *Watch) due(sum [sha256.Size]byte, atOnce bool) bool {
	settled := sum != w.applied && sum == w.pending
	w.pending = sum
	if settled || atOnce {
		w.applied = sum
	}
	return settled || atOnce
}
