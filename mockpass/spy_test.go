package mockpass_test

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"sync"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// A spy is a store that tells what was changed in it, and that can go back to what it
// was.
type spy struct {
	mu      sync.Mutex
	memory  *state.Memory
	now     func() time.Time
	changed []string // table and key of each row that has become another
	written []func() // every write so far, to be done again
}

func newSpy(now func() time.Time) *spy {
	return &spy{memory: state.NewMemory(now, 100_000), now: now}
}

// changes are those since the last call.
func (s *spy) changes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.changed
	s.changed = nil
	return out
}

// settle makes what is in the store now that to which restore goes back.
func (s *spy) settle() (restore func()) {
	s.mu.Lock()
	settled := s.written
	s.mu.Unlock()
	return func() {
		s.memory = state.NewMemory(s.now, 100_000)
		for _, again := range settled {
			again()
		}
		s.written, s.changed = nil, nil
	}
}

func (s *spy) Clients() state.Table[state.Client] {
	return spied[state.Client]{s, "clients", func() state.Table[state.Client] { return s.memory.Clients() }}
}

func (s *spy) Tokens() state.Table[state.Token] {
	return spied[state.Token]{s, "tokens", func() state.Table[state.Token] { return s.memory.Tokens() }}
}

func (s *spy) Sessions() state.Table[state.Session] {
	return spied[state.Session]{s, "sessions", func() state.Table[state.Session] { return s.memory.Sessions() }}
}

func (s *spy) Devices() state.Table[state.Device] {
	return spied[state.Device]{s, "devices", func() state.Table[state.Device] { return s.memory.Devices() }}
}

func (s *spy) Decisions() state.Table[state.Decision] {
	return spied[state.Decision]{s, "decisions", func() state.Table[state.Decision] { return s.memory.Decisions() }}
}

func (s *spy) Identities() state.Table[state.Identity] {
	return spied[state.Identity]{s, "identities", func() state.Table[state.Identity] { return s.memory.Identities() }}
}

func (s *spy) Trials() state.Table[state.Trial] {
	return spied[state.Trial]{s, "trials", func() state.Table[state.Trial] { return s.memory.Trials() }}
}

func (s *spy) PartnerRequests() state.Table[state.PartnerRequest] {
	return spied[state.PartnerRequest]{s, "partner requests", func() state.Table[state.PartnerRequest] { return s.memory.PartnerRequests() }}
}

// spied is one table of a spy.
type spied[T any] struct {
	spy   *spy
	name  string
	table func() state.Table[T] // the one behind it
}

func (t spied[T]) Load(ctx context.Context, key string) (T, error) { return t.table().Load(ctx, key) }

func (t spied[T]) All(ctx context.Context) iter.Seq2[string, T] { return t.table().All(ctx) }

func (t spied[T]) Delete(ctx context.Context, key string) error {
	if _, err := t.Load(ctx, key); err == nil {
		t.wrote(key, true, func() { _ = t.table().Delete(ctx, key) })
	}
	return t.table().Delete(ctx, key)
}

// wrote remembers a write.
func (t spied[T]) wrote(key string, changed bool, again func()) {
	t.spy.mu.Lock()
	defer t.spy.mu.Unlock()
	if changed {
		t.spy.changed = append(t.spy.changed, fmt.Sprintf("%s %q", t.name, key))
	}
	t.spy.written = append(t.spy.written, again)
}

func (t spied[T]) Save(ctx context.Context, key string, row T, keep time.Time) error {
	_, err := t.Change(ctx, key, func(T, bool) (T, time.Time, error) { return row, keep, nil })
	return err
}

func (t spied[T]) Change(ctx context.Context, key string, change state.Change[T]) (T, error) {
	var same bool
	var until time.Time
	row, err := t.table().Change(ctx, key, func(old T, found bool) (T, time.Time, error) {
		row, keep, err := change(old, found)
		same, until = found && reflect.DeepEqual(old, row), keep
		return row, keep, err
	})
	if err == nil {
		t.wrote(key, !same, func() { _ = t.table().Save(ctx, key, row, until) })
	}
	return row, err
}
