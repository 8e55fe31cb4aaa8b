package journal

import (
	"context"
	"iter"
	"slices"
	"sync"
)

// DefaultLimit is how many entries a journal keeps unless told otherwise.
const DefaultLimit = 200_000

// A Journal keeps entries in memory, in the order in which they were published. It
// implements [Reader] and is safe for concurrent use.
type Journal struct {
	limit int

	mu      sync.Mutex
	next    ID
	first   uint64 // number of entries that are gone at the front
	cleared uint64 // how many of these were cleared, and not lost
	entries []Entry
	more    chan struct{} // closed when an entry comes; nil while nobody waits
}

// New makes a journal that keeps the last limit entries; 0 means DefaultLimit.
func New(limit int) *Journal {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Journal{limit: limit}
}

// NextID gives out the ID of an entry that has begun.
func (j *Journal) NextID() ID {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.next++
	return j.next
}

// Publish makes a complete entry readable. The entry must not change afterwards.
func (j *Journal) Publish(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	if over := len(j.entries) - j.limit; over > j.limit/8 || over > 0 && j.limit < 64 {
		j.entries = slices.Clone(j.entries[over:]) // seldom, so that dropping costs little
		j.first += uint64(over)
	}
	if j.more != nil {
		close(j.more)
		j.more = nil
	}
}

// Record gives an act its ID and publishes it.
func (j *Journal) Record(a *Act) ID {
	a.ID = j.NextID()
	j.Publish(a)
	return a.ID
}

// Len is how many entries can be read.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.entries)
}

// Dropped is how many entries were lost because the journal was full.
func (j *Journal) Dropped() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.first - j.cleared
}

// Clear forgets all entries that can be read and returns how many there were.
// Readers go on with what comes after them: neither IDs nor the numbers to go on
// from begin anew.
func (j *Journal) Clear() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := len(j.entries)
	j.entries = nil
	j.first += uint64(n)
	j.cleared += uint64(n)
	return n
}

// after returns what was published after the first n entries, the number of the
// first of them, and a channel that is closed when there is more.
func (j *Journal) after(n uint64) ([]Entry, uint64, <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n = max(n, j.first)
	at := min(n-j.first, uint64(len(j.entries)))
	if j.more == nil {
		j.more = make(chan struct{})
	}
	return j.entries[at:len(j.entries):len(j.entries)], n, j.more
}

// Since implements [Reader]. It yields what is there when it is called.
func (j *Journal) Since(n uint64) iter.Seq2[uint64, Entry] {
	return func(yield func(uint64, Entry) bool) {
		entries, from, _ := j.after(n)
		for i, e := range entries {
			if !yield(from+uint64(i)+1, e) {
				return
			}
		}
	}
}

// Follow implements [Reader]. A slow reader never holds up who publishes; what is
// dropped before it was read is skipped.
func (j *Journal) Follow(ctx context.Context, n uint64) iter.Seq2[uint64, Entry] {
	return func(yield func(uint64, Entry) bool) {
		for {
			entries, from, more := j.after(n)
			for i, e := range entries {
				n = from + uint64(i) + 1
				if !yield(n, e) {
					return
				}
			}
			if len(entries) > 0 {
				continue
			}
			select {
			case <-ctx.Done():
				return
			case <-more:
			}
		}
	}
}
