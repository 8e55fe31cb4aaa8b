package state_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// hand is a clock that a test moves.
type hand struct{ at atomic.Int64 }

func (h *hand) now() time.Time          { return time.Unix(h.at.Load(), 0) }
func (h *hand) after(s int64) time.Time { return time.Unix(h.at.Load()+s, 0) }

func TestTable_KeepsRowsForTheirTime(t *testing.T) {
	t.Parallel()
	var clock hand
	ctx := context.Background()
	table := state.NewMemoryTable[string](clock.now, 10)
	if _, err := table.Load(ctx, "a"); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("before: got %v, want ErrNotFound", err)
	}
	if err := table.Save(ctx, "a", "row", clock.after(10)); err != nil {
		t.Fatal(err)
	}
	clock.at.Store(9)
	if row, err := table.Load(ctx, "a"); row != "row" || err != nil {
		t.Errorf("within: got %q, %v", row, err)
	}
	clock.at.Store(10)
	if _, err := table.Load(ctx, "a"); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("after: got %v, want ErrNotFound", err)
	}
	_, err := table.Change(ctx, "a", func(row string, found bool) (string, time.Time, error) {
		if found || row != "" {
			t.Errorf("change after its time: got %q, %v, want nothing", row, found)
		}
		return "new", clock.after(1), nil
	})
	if row, _ := table.Load(ctx, "a"); err != nil || row != "new" || table.Len() != 1 {
		t.Errorf("got %q, %v and %d rows, want new and 1", row, err, table.Len())
	}
}

func TestTable_AFailedChangeChangesNothing(t *testing.T) {
	t.Parallel()
	var clock hand
	ctx := context.Background()
	table := state.NewMemoryTable[int](clock.now, 10)
	_ = table.Save(ctx, "a", 1, state.Forever)
	failure := errors.New("no")
	got, err := table.Change(ctx, "a", func(int, bool) (int, time.Time, error) { return 2, state.Forever, failure })
	if row, _ := table.Load(ctx, "a"); !errors.Is(err, failure) || got != 1 || row != 1 {
		t.Errorf("got %d and %d with %v, want 1 and 1 with the failure", got, row, err)
	}
	if _, err := table.Change(ctx, "b", func(int, bool) (int, time.Time, error) { return 2, state.Forever, failure }); err == nil || table.Len() != 1 {
		t.Error("a failed change has made a row")
	}
}

func TestTable_Bounded(t *testing.T) {
	t.Parallel()
	var clock hand
	ctx := context.Background()
	table := state.NewMemoryTable[int](clock.now, 100)
	for i := range 100 {
		if err := table.Save(ctx, fmt.Sprint(i), i, clock.after(1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Save(ctx, "more", 0, clock.after(1)); !errors.Is(err, state.ErrFull) {
		t.Errorf("got %v, want ErrFull", err)
	}
	if err := table.Save(ctx, "7", 7, clock.after(1)); err != nil {
		t.Errorf("a row that is there cannot be saved again: %v", err)
	}
	clock.at.Store(1)
	if err := table.Save(ctx, "more", 0, clock.after(1)); err != nil || table.Len() > 100 {
		t.Errorf("all rows are over: got %v and %d rows, want room", err, table.Len())
	}
}

func TestTable_ForgetsWhileOthersAreWritten(t *testing.T) {
	t.Parallel()
	var clock hand
	table := state.NewMemoryTable[int](clock.now, 1_000_000)
	for i := range 20_000 {
		clock.at.Store(int64(i))
		_ = table.Save(context.Background(), fmt.Sprint(i), i, clock.after(100))
	}
	if n := table.Len(); n > 2000 {
		t.Errorf("%d rows are held, 100 of which are live", n)
	}
}

func TestTable_ChangesDoNotGetLost(t *testing.T) {
	t.Parallel()
	var clock hand
	ctx := context.Background()
	store := state.NewMemory(clock.now, 10)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 500 {
				_, _ = store.Clients().Change(ctx, "a", func(c state.Client, _ bool) (state.Client, time.Time, error) {
					c.Secret += "x"
					return c, state.Forever, nil
				})
				_, _ = store.Clients().Load(ctx, "a")
			}
		})
	}
	group.Wait()
	if c, _ := store.Clients().Load(ctx, "a"); len(c.Secret) != 4000 {
		t.Errorf("%d of 4000 changes are there", len(c.Secret))
	}
}

func TestKeys_CannotBeConfused(t *testing.T) {
	t.Parallel()
	if state.DeviceKey("a", "bc", "d") == state.DeviceKey("ab", "c", "d") || state.DecisionKey("a", "b") == state.DecisionKey("ab", "") {
		t.Error("different things have one key")
	}
}

func TestKeys_ComeApart(t *testing.T) {
	t.Parallel()
	if c, sp, d, ok := state.SplitDeviceKey(state.DeviceKey("c", "REF30", "a\x00b")); !ok || c != "c" || sp != "REF30" || d != "a\x00b" {
		t.Errorf("got %q, %q, %q, %v", c, sp, d, ok)
	}
	if p, r, ok := state.SplitDecisionKey(state.DecisionKey("p", "r\x00s")); !ok || p != "p" || r != "r\x00s" {
		t.Errorf("got %q, %q, %v", p, r, ok)
	}
	for _, text := range []string{"", "c", "c\x00sp"} {
		if _, _, _, ok := state.SplitDeviceKey(text); ok {
			t.Errorf("%q passes for the key of a device", text)
		}
	}
	if _, _, ok := state.SplitDecisionKey("p"); ok {
		t.Error("p passes for the key of a decision")
	}
}

func TestTable_DeletingMakesRoom(t *testing.T) {
	t.Parallel()
	var clock hand
	ctx := context.Background()
	table := state.NewMemoryTable[int](clock.now, 1)
	_ = table.Save(ctx, "a", 1, state.Forever)
	if err := table.Delete(ctx, "a"); err != nil || table.Len() != 0 {
		t.Errorf("got %v and %d rows, want none", err, table.Len())
	}
	if err := table.Save(ctx, "b", 1, state.Forever); err != nil {
		t.Error(err)
	}
}
