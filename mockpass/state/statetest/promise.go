package statetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// wants checks what is under a key; an empty row means none.
func (p *probe) wants(when, key, want string) {
	p.t.Helper()
	row, err := p.table.Load(p.ctx, key)
	switch {
	case want == "" && !errors.Is(err, state.ErrNotFound):
		p.errorf("%s: got %q, %v, want ErrNotFound", when, row, err)
	case want != "" && (err != nil || row != want):
		p.errorf("%s: got %q, %v, want %q", when, row, err, want)
	}
}

func saves(p *probe) {
	p.wants("before", "a", "")
	p.must(p.table.Save(p.ctx, "a", "one", state.Forever))
	p.wants("saved", "a", "one")
	p.must(p.table.Save(p.ctx, "a", "two", state.Forever))
	p.wants("saved again", "a", "two")
	p.wants("another key", "b", "")
}

func keeps(p *probe) {
	p.must(p.table.Save(p.ctx, "a", "old", p.clock.in(10)))
	p.clock.advance(9)
	p.wants("within its time", "a", "old")
	p.clock.advance(1)
	p.wants("when its time is over", "a", "")
	_, err := p.table.Change(p.ctx, "a", func(row string, found bool) (string, time.Time, error) {
		if found || row != "" {
			p.errorf("a change sees %q, %v after the row's time, want nothing", row, found)
		}
		return "new", p.clock.in(5), nil
	})
	p.must(err)
	p.wants("changed after its time", "a", "new")
	p.clock.advance(5)
	p.wants("when the time of the change is over", "a", "")
}

func changes(p *probe) {
	got, err := p.table.Change(p.ctx, "a", func(row string, found bool) (string, time.Time, error) {
		if found || row != "" {
			p.errorf("a change of nothing sees %q, %v", row, found)
		}
		return "one", state.Forever, nil
	})
	if p.must(err); got != "one" {
		p.errorf("Change returned %q, want the new row", got)
	}
	_, err = p.table.Change(p.ctx, "a", func(row string, found bool) (string, time.Time, error) {
		if !found || row != "one" {
			p.errorf("a change sees %q, %v, want the row", row, found)
		}
		return "two", state.Forever, nil
	})
	p.must(err)
	p.wants("changed", "a", "two")
}

func fails(p *probe) {
	no := errors.New("no")
	refuse := func(string, bool) (string, time.Time, error) { return "wrong", state.Forever, no }
	if _, err := p.table.Change(p.ctx, "a", refuse); !errors.Is(err, no) {
		p.errorf("got %v, want the error of the change", err)
	}
	p.wants("a failed change of nothing", "a", "")
	p.must(p.table.Save(p.ctx, "a", "one", state.Forever))
	if _, err := p.table.Change(p.ctx, "a", refuse); !errors.Is(err, no) {
		p.errorf("got %v, want the error of the change", err)
	}
	p.wants("a failed change", "a", "one")
}

func counts(p *probe) {
	const writers, each = 4, 200
	count := func(row string, _ bool) (string, time.Time, error) {
		var n int
		_, _ = fmt.Sscan(row, &n)
		return fmt.Sprint(n + 1), state.Forever, nil
	}
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range each {
				if _, err := p.table.Change(p.ctx, "a", count); err != nil {
					p.errorf("%v", err)
					return
				}
			}
		})
	}
	group.Wait()
	p.wants("counted by many", "a", fmt.Sprint(writers*each))
}

func deletes(p *probe) {
	p.must(p.table.Delete(p.ctx, "a"))
	p.must(p.table.Save(p.ctx, "a", "one", state.Forever))
	p.must(p.table.Save(p.ctx, "b", "two", state.Forever))
	p.must(p.table.Delete(p.ctx, "a"))
	p.wants("deleted", "a", "")
	p.wants("not deleted", "b", "two")
	_, err := p.table.Change(p.ctx, "a", func(row string, found bool) (string, time.Time, error) {
		if found || row != "" {
			p.errorf("a change sees %q, %v after the row was deleted", row, found)
		}
		return "new", state.Forever, nil
	})
	p.must(err)
	p.wants("made again", "a", "new")
}

func lists(p *probe) {
	want := map[string]string{}
	for i := range 300 {
		key := fmt.Sprint("key ", i)
		want[key] = fmt.Sprint(i)
		p.must(p.table.Save(p.ctx, key, want[key], p.clock.in(10)))
	}
	p.must(p.table.Save(p.ctx, "short", "0", p.clock.in(1)))
	p.must(p.table.Save(p.ctx, "deleted", "0", p.clock.in(10)))
	p.must(p.table.Delete(p.ctx, "deleted"))
	p.clock.advance(1)
	got := map[string]string{}
	for key, row := range p.table.All(p.ctx) {
		if _, twice := got[key]; twice {
			p.errorf("%q is listed twice", key)
		}
		got[key] = row
	}
	if !maps.Equal(got, want) {
		p.errorf("%d rows are listed, want %d", len(got), len(want))
	}
	p.clock.advance(9)
	for key := range p.table.All(p.ctx) {
		p.errorf("%q is listed after its time", key)
	}
}

func lets(p *probe) {
	for i := range 100 {
		p.must(p.table.Save(p.ctx, fmt.Sprint(i), "1", state.Forever))
	}
	n := 0
	for range p.table.All(p.ctx) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		p.errorf("left after %d rows, want 3", n)
	}
	over, cancel := context.WithCancel(p.ctx)
	cancel()
	for key := range p.table.All(over) {
		p.errorf("%q is listed for somebody who has gone", key)
	}
	for key := range p.table.All(p.ctx) {
		p.must(p.table.Delete(p.ctx, key))
	}
	for key := range p.table.All(p.ctx) {
		p.errorf("%q is left after all were deleted", key)
	}
}

func keys(p *probe) {
	odd := []string{"", " ", "\x00", "a\x00b", "a/b", "ä", "\xff\xfe", "a:b", "*", strings.Repeat("long", 1000)}
	for i, key := range odd {
		p.must(p.table.Save(p.ctx, key, fmt.Sprint(i+1), state.Forever))
	}
	for i, key := range odd {
		p.wants(fmt.Sprintf("the odd key %.10q", key), key, fmt.Sprint(i+1))
	}
	n := 0
	for range p.table.All(p.ctx) {
		n++
	}
	if n != len(odd) {
		p.errorf("%d odd keys are listed, want %d", n, len(odd))
	}
}
