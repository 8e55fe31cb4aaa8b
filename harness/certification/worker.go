package certification

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// worker is a process that plays scenarios, one after another.
type worker struct {
	orders io.WriteCloser // its standard input
	turns  []string       // for its first order
	told   chan Outcome
	ended  chan struct{} // closed when it has ended
	err    error         // how; there once ended is closed
}

// hire starts a worker. The end of ctx tells it to end, at once if it has nothing to do.
func (c *crew) hire(ctx context.Context, turns []string) (*worker, error) {
	w := &worker{turns: turns, told: make(chan Outcome, 1), ended: make(chan struct{})}
	cmd := exec.CommandContext(ctx, c.command[0], c.command[1:]...)
	apart(cmd)
	var err error
	if w.orders, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	cmd.Cancel = func() error { return errors.Join(w.orders.Close(), cmd.Process.Signal(terminate)) }
	cmd.WaitDelay = c.tidy
	cmd.Env = uncounted(append(os.Environ(), c.mark))
	cmd.Stdout, cmd.Stderr = &outcomes{told: w.tell}, c.log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(w.ended)
		w.err = cmd.Wait()
	}()
	return w, nil
}

// tell takes an outcome; of those that nobody has asked for, the first.
func (w *worker) tell(o Outcome) {
	select {
	case w.told <- o:
	default:
	}
}

// play gives an order to a worker that has none, and waits for what comes of it. The second
// result tells whether the worker can be given another. What has become of an order that a
// worker has not carried out is an outcome too.
func (w *worker) play(ctx context.Context, o Order) (Outcome, bool) {
	start := time.Now()
	o.Turns, w.turns = w.turns, nil
	text, err := json.Marshal(o)
	if err != nil {
		return lost(o, "failed", start, "%v", err), false
	}
	_, refused := w.orders.Write(append(text, '\n'))
	select {
	case outcome := <-w.told:
		return outcome, true
	case <-w.ended:
	}
	select {
	case outcome := <-w.told: // the last thing it did
		return outcome, false
	default:
	}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return lost(o, "interrupted", start, "%v", context.Cause(ctx)), false
	case errors.As(w.err, &exit):
		return lost(o, "failed", start, "the scenario's process ended with %v", exit), false
	}
	return lost(o, "failed", start, "the scenario's process gave no outcome: %v", errors.Join(w.err, refused)), false
}

// dismiss lets a worker that has no order end, and waits for that.
func (w *worker) dismiss() {
	_ = w.orders.Close()
	<-w.ended
}

// lost is the outcome of an order that nobody has carried out.
func lost(o Order, state string, start time.Time, format string, args ...any) Outcome {
	return Outcome{Scenario: o.Scenario, State: state, Message: fmt.Sprintf(format, args...), Took: time.Since(start)}
}
