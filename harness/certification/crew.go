package certification

import (
	"cmp"
	"context"
	"io"
	"math"
	"slices"
	"sync"
	"time"
)

// crew has workers carry out orders side by side. A worker takes order after order, so that
// there are only as many as are needed for all to be done when the longest is: starting one
// takes as much of a processor as most scenarios do.
type crew struct {
	command []string      // program and arguments of a worker
	most    int           // how many at once
	mark    string        // stands in the environment of workers
	tidy    time.Duration // how long a worker that is told to end may take
	pace    time.Duration // between two that are started, so that a small machine need not start all at once
	log     io.Writer
	done    func(Outcome)                       // told of every outcome; not concurrently
	lasts   func(scenario string) time.Duration // how long a scenario took last time, 0 if nobody knows; nil: nobody knows

	outcomes []Outcome
	mu       sync.Mutex
	all      sync.WaitGroup
	free     chan *worker // those that have no order any more; nil for one that has ended
	workers  int          // those that are or will be in free
}

// patience is how long the begin of a scenario may lag behind the plan before another worker
// is started for it.
const patience = 2 * time.Second

// run carries out all orders and returns the outcomes in the same order. A worker
// that cannot be started or that breaks is an outcome too.
func (c *crew) run(ctx context.Context, orders []Order) []Outcome {
	c.outcomes, c.free = make([]Outcome, len(orders)), make(chan *worker, len(orders))
	turns := c.turns(orders)
	texts := make([]string, len(turns))
	for k, turn := range turns {
		texts[k] = turn.order.Scenario
	}
	start := time.Now()
	for _, turn := range turns {
		w := c.next(ctx, start.Add(turn.begins))
		c.all.Go(func() { c.free <- c.carryOut(ctx, w, turn, texts) })
	}
	for range c.workers {
		if w := <-c.free; w != nil {
			c.all.Go(w.dismiss)
		}
	}
	c.all.Wait()
	return c.outcomes
}

// next is the worker for a scenario that should begin at that time: one that is free by
// then, or nil for a new one.
func (c *crew) next(ctx context.Context, begins time.Time) *worker {
	late := time.NewTimer(time.Until(begins))
	defer late.Stop()
	for waits := true; waits; {
		select {
		case w := <-c.free:
			if w != nil {
				return w
			}
			c.workers--
		case <-late.C:
		case <-ctx.Done():
		}
		waits = ctx.Err() == nil && (time.Now().Before(begins) || c.workers >= max(1, c.most))
	}
	c.workers++
	return nil
}

// carryOut has a worker play, a new one if there is none. It returns the worker if it can
// play again, else nil.
func (c *crew) carryOut(ctx context.Context, w *worker, t turn, texts []string) *worker {
	began := time.Now()
	outcome, again := c.played(ctx, &w, t.order, texts)
	outcome.Began, outcome.Ended = began, time.Now()
	c.mu.Lock()
	c.outcomes[t.index] = outcome
	c.done(outcome)
	c.mu.Unlock()
	if again {
		return w
	}
	if w != nil {
		w.dismiss()
	}
	return nil
}

func (c *crew) played(ctx context.Context, w **worker, o Order, texts []string) (Outcome, bool) {
	if ctx.Err() != nil {
		return lost(o, "interrupted", time.Now(), "not started: %v", context.Cause(ctx)), *w != nil
	}
	if *w == nil {
		var err error
		if *w, err = c.hire(ctx, texts); err != nil {
			return lost(o, "failed", time.Now(), "%v", err), false
		}
	}
	return (*w).play(ctx, o)
}

// turn is an order that has its time.
type turn struct {
	order  Order
	index  int           // among the orders
	lasts  time.Duration // how long it will probably take
	begins time.Duration // after the start, unless a worker is free earlier
}

// turns is the order in which the orders begin: those that took longest last time first, so
// that none of them is what everybody waits for in the end, and before them those of which
// nobody knows how long they take.
func (c *crew) turns(orders []Order) []turn {
	const unknown = math.MaxInt64
	turns := make([]turn, len(orders))
	for i, o := range orders {
		turns[i] = turn{order: o, index: i, lasts: unknown}
		if c.lasts != nil {
			turns[i].lasts = cmp.Or(c.lasts(o.Scenario), unknown)
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return cmp.Compare(b.lasts, a.lasts) })
	var known []time.Duration
	for _, t := range turns {
		if t.lasts < unknown {
			known = append(known, t.lasts)
		}
	}
	first := len(turns) - len(known)
	for k, begins := range schedule(known) {
		turns[first+k].begins = begins
	}
	for k := range turns {
		turns[k].begins = max(turns[k].begins, time.Duration(k)*c.pace)
	}
	return turns
}

// schedule tells when things that last that long, the longest first, begin, if as few workers
// as possible take them in that order and all are to be done when the longest is.
func schedule(lasts []time.Duration) []time.Duration {
	for workers := 1; ; workers++ {
		if begins, enough := scheduled(lasts, workers); enough {
			return begins
		}
	}
}

// scheduled tells whether that many workers are enough.
func scheduled(lasts []time.Duration, workers int) ([]time.Duration, bool) {
	begins := make([]time.Duration, len(lasts))
	free := make([]time.Duration, workers) // when each worker is
	for k, last := range lasts {
		w := slices.Index(free, slices.Min(free))
		if free[w] > 0 {
			begins[k] = free[w] + patience
		}
		if begins[k]+last > lasts[0] {
			return nil, false
		}
		free[w] += last
	}
	return begins, true
}
