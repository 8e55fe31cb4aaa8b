package state

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"sync"
	"sync/atomic"
	"time"
)

// shards is how many parts a table has, each with a lock of its own.
const shards = 32

// probes is how many rows of a part are looked at on each write, to drop those
// whose time is over. More than one, so that a table shrinks faster than it grows.
const probes = 3

// A MemoryTable is a [Table] in the memory of the process. Rows whose time is
// over are dropped while others are written; nothing runs in the background.
type MemoryTable[T any] struct {
	now   func() time.Time
	limit int64
	seed  maphash.Seed
	rows  atomic.Int64
	parts [shards]part[T]
}

type part[T any] struct {
	mu   sync.RWMutex
	rows map[string]kept[T]
}

type kept[T any] struct {
	row  T
	keep time.Time
}

// NewMemoryTable gives an empty table that holds up to limit rows.
func NewMemoryTable[T any](now func() time.Time, limit int) *MemoryTable[T] {
	return &MemoryTable[T]{now: now, limit: int64(limit), seed: maphash.MakeSeed()}
}

// Load implements [Table].
func (t *MemoryTable[T]) Load(_ context.Context, key string) (T, error) {
	p := t.part(key)
	p.mu.RLock()
	k, ok := p.rows[key]
	p.mu.RUnlock()
	if !ok || !t.now().Before(k.keep) {
		var none T
		return none, ErrNotFound
	}
	return k.row, nil
}

// Save implements [Table]. The only error is ErrFull.
func (t *MemoryTable[T]) Save(ctx context.Context, key string, row T, keep time.Time) error {
	_, err := t.Change(ctx, key, func(T, bool) (T, time.Time, error) { return row, keep, nil })
	return err
}

// Change implements [Table]. Its own only error is ErrFull.
func (t *MemoryTable[T]) Change(_ context.Context, key string, change Change[T]) (T, error) {
	now := t.now()
	p := t.part(key)
	p.mu.Lock()
	defer p.mu.Unlock()
	old, held := p.rows[key]
	found := held && now.Before(old.keep)
	if !found {
		old = kept[T]{}
	}
	row, keep, err := change(old.row, found)
	if err != nil {
		return old.row, err
	}
	if !held {
		if err := t.admit(p, now); err != nil {
			return old.row, err
		}
	}
	if p.rows == nil {
		p.rows = make(map[string]kept[T])
	}
	p.rows[key] = kept[T]{row, keep}
	return row, nil
}

// Delete implements [Table]. It never fails.
func (t *MemoryTable[T]) Delete(_ context.Context, key string) error {
	p := t.part(key)
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, held := p.rows[key]; held {
		delete(p.rows, key)
		t.rows.Add(-1)
	}
	return nil
}

// All implements [Table]. Each part is copied under its lock and yielded without
// it, so that a slow loop holds up nobody.
func (t *MemoryTable[T]) All(ctx context.Context) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for i := range t.parts {
			for _, r := range t.live(&t.parts[i]) {
				if ctx.Err() != nil || !yield(r.key, r.row) {
					return
				}
			}
		}
	}
}

type keyed[T any] struct {
	key string
	row T
}

// live copies the rows of a part whose time is not over.
func (t *MemoryTable[T]) live(p *part[T]) []keyed[T] {
	now := t.now()
	p.mu.RLock()
	defer p.mu.RUnlock()
	out := make([]keyed[T], 0, len(p.rows))
	for key, k := range p.rows {
		if now.Before(k.keep) {
			out = append(out, keyed[T]{key, k.row})
		}
	}
	return out
}

// Len is how many rows the table holds, those included whose time is over and
// that were not dropped yet.
func (t *MemoryTable[T]) Len() int { return int(t.rows.Load()) }

// admit makes room for one more row in p, which is locked, and counts it.
func (t *MemoryTable[T]) admit(p *part[T], now time.Time) error {
	t.drop(p, now, probes)
	if t.rows.Load() >= t.limit {
		t.dropAll(p, now)
	}
	if t.rows.Add(1) > t.limit {
		t.rows.Add(-1)
		return fmt.Errorf("%w: it holds %d rows", ErrFull, t.limit)
	}
	return nil
}

// drop looks at some rows of p, which is locked, and drops those whose time is over.
func (t *MemoryTable[T]) drop(p *part[T], now time.Time, looks int) {
	for key, k := range p.rows {
		if looks--; looks < 0 {
			return
		}
		if !now.Before(k.keep) {
			delete(p.rows, key)
			t.rows.Add(-1)
		}
	}
}

// dropAll drops all rows whose time is over. A part that somebody else is writing
// to is left alone: waiting for it with mine locked could wait for ever.
func (t *MemoryTable[T]) dropAll(mine *part[T], now time.Time) {
	for i := range t.parts {
		p := &t.parts[i]
		if p != mine && !p.mu.TryLock() {
			continue
		}
		t.drop(p, now, len(p.rows))
		if p != mine {
			p.mu.Unlock()
		}
	}
}

func (t *MemoryTable[T]) part(key string) *part[T] {
	return &t.parts[maphash.String(t.seed, key)%shards]
}
