package statetest_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/mockpass/state/statetest"
)

func memory(now func() time.Time) state.Store { return state.NewMemory(now, 10_000) }

func TestMemory(t *testing.T) {
	t.Parallel()
	for _, check := range statetest.Checks() {
		t.Run(check.Name, func(t *testing.T) {
			t.Parallel()
			check.Run(t, memory)
		})
	}
}

// TestChecks_CatchWrongStores breaks one promise at a time.
func TestChecks_CatchWrongStores(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(*wrong){
		"forgets":           func(w *wrong) { w.save = func(string) bool { return false } },
		"never forgets":     func(w *wrong) { w.keep = func(time.Time) time.Time { return state.Forever } },
		"deletes nothing":   func(w *wrong) { w.delete = false },
		"lists nothing":     func(w *wrong) { w.list = 0 },
		"lists twice":       func(w *wrong) { w.list = 2 },
		"confuses odd keys": func(w *wrong) { w.key = func(k string) string { return fmt.Sprintf("%.3s", k) } },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var caught verdict
			for _, check := range statetest.Checks() {
				func() {
					defer func() { _ = recover() }()
					check.Run(&caught, func(now func() time.Time) state.Store {
						w := &wrong{Table: memory(now).Clients(), save: func(string) bool { return true }, keep: func(t time.Time) time.Time { return t }, key: func(k string) string { return k }, delete: true, list: 1}
						breaks(w)
						return store{memory(now), w}
					})
				}()
			}
			if caught == 0 {
				t.Error("no check has noticed")
			}
		})
	}
}

// verdict counts what checks complain of.
type verdict int

func (v *verdict) Helper()               {}
func (v *verdict) Errorf(string, ...any) { *v++ }
func (v *verdict) Fatalf(string, ...any) { *v++; panic(v) }

// store has a table of clients that does wrong.
type store struct {
	state.Store
	clients *wrong
}

func (s store) Clients() state.Table[state.Client] { return s.clients }

type wrong struct {
	state.Table[state.Client]
	save   func(key string) bool
	keep   func(time.Time) time.Time
	key    func(string) string
	delete bool
	list   int // how often each row is listed
}

func (w *wrong) Save(ctx context.Context, key string, row state.Client, keep time.Time) error {
	if !w.save(key) {
		return nil
	}
	return w.Table.Save(ctx, w.key(key), row, w.keep(keep))
}

func (w *wrong) Load(ctx context.Context, key string) (state.Client, error) {
	return w.Table.Load(ctx, w.key(key))
}

func (w *wrong) Delete(ctx context.Context, key string) error {
	if !w.delete {
		return nil
	}
	return w.Table.Delete(ctx, w.key(key))
}

func (w *wrong) All(ctx context.Context) iter.Seq2[string, state.Client] {
	return func(yield func(string, state.Client) bool) {
		for key, row := range w.Table.All(ctx) {
			for range w.list {
				if !yield(key, row) {
					return
				}
			}
		}
	}
}
