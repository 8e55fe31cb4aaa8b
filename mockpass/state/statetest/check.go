package statetest

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// TB is the part of testing.TB that is used, so that package testing is not linked.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Open makes an empty store that asks now for the time.
type Open func(now func() time.Time) state.Store

// A Check is one promise of [state.Store].
type Check struct {
	Name string
	Run  func(TB, Open)
}

// Checks are all promises. Each is checked on every table of the store.
func Checks() []Check {
	var out []Check
	for _, p := range promises {
		out = append(out, Check{Name: p.name, Run: func(t TB, open Open) {
			t.Helper()
			each(t, open, p.check)
		}})
	}
	return out
}

// promises are checked on tables whose rows are reduced to a text.
var promises = []struct {
	name  string
	check func(*probe)
}{
	{"a row is there once it was saved, and replaced by the next", saves},
	{"a row is there until its time is over", keeps},
	{"a change sees the row and replaces it", changes},
	{"a change that fails changes nothing", fails},
	{"concurrent changes of one row do not get lost", counts},
	{"a deleted row is gone, and no other", deletes},
	{"all live rows are listed, each once", lists},
	{"a listing can be left, and may change the table", lets},
	{"keys are any text", keys},
}

// probe is one table under check.
type probe struct {
	t     TB
	name  string // of the table
	ctx   context.Context
	clock *clock
	table state.Table[string]
}

func (p *probe) errorf(format string, args ...any) {
	p.t.Helper()
	p.t.Errorf(p.name+": "+format, args...)
}

func (p *probe) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

// clock is a clock that stands until it is moved.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time             { return start.Add(time.Duration(c.at.Load()) * time.Second) }
func (c *clock) in(seconds int64) time.Time { return c.now().Add(time.Duration(seconds) * time.Second) }
func (c *clock) advance(seconds int64)      { c.at.Add(seconds) }

var start = time.Date(2026, time.May, 25, 12, 0, 0, 0, time.UTC)

// each runs a check on every table of a store that was opened for it.
func each(t TB, open Open, check func(*probe)) {
	t.Helper()
	for _, kind := range tables {
		c := &clock{}
		check(&probe{t: t, name: kind.name, ctx: context.Background(), clock: c, table: kind.of(open(c.now))})
	}
}
