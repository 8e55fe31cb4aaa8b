package certification

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary play a worker.
func TestMain(m *testing.M) {
	kind := os.Getenv("WORKER_PLAYS")
	if kind == "" {
		os.Exit(m.Run())
	}
	orders := json.NewDecoder(os.Stdin)
	for played := 1; ; played++ {
		var o Order
		if orders.Decode(&o) != nil {
			return
		}
		fmt.Printf("playing %s: ", o.Scenario) // as Ginkgo would, without an end of the line
		perform(kind, o, played)
	}
}

// perform is what a worker of that kind does with an order.
func perform(kind string, o Order, played int) {
	out := Outcome{Scenario: o.Scenario, State: "passed", Took: time.Second}
	switch kind {
	case "well":
		out.Message = fmt.Sprintf("number %d of a worker marked %s", played, os.Getenv("WORKER_MARK"))
	case "apart":
		out.Message = fmt.Sprint("leads its group: ", leadsGroup())
	case "tidy", "deaf":
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGTERM)
		fmt.Fprintln(os.Stderr, "at work")
		<-told
		if kind == "deaf" {
			select {}
		}
		out.State, out.Message = "interrupted", "tidied up"
	case "dumb":
		os.Exit(0)
	case "broken":
		os.Exit(3)
	case "hanging":
		select {}
	}
	_ = Tell(os.Stdout, &out)
}

// play lets a crew carry out three orders with workers of that kind.
func play(ctx context.Context, t *testing.T, kind string) []Outcome {
	t.Helper()
	told := 0
	c := &crew{command: []string{"env", "WORKER_PLAYS=" + kind, os.Args[0]}, most: 2, tidy: time.Minute, done: func(Outcome) { told++ }}
	out := c.run(ctx, []Order{{Scenario: "a"}, {Scenario: "b"}, {Scenario: "c"}})
	if told != 3 || out[0].Scenario != "a" || out[2].Scenario != "c" {
		t.Errorf("told of %d outcomes: %+v", told, out)
	}
	return out
}

func TestCrew(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]struct{ state, says string }{
		"well": {"passed", ""}, "apart": {"passed", "leads its group: true"}, "dumb": {"failed", "gave no outcome"}, "broken": {"failed", "exit status 3"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for _, o := range play(context.Background(), t, kind) {
				if o.State != want.state || !strings.Contains(o.Message, want.says) {
					t.Errorf("outcome %+v, want %s with %q", o, want.state, want.says)
				}
			}
		})
	}
}

func TestCrew_EndsWhenItIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancelCause(context.Background())
	stop(errors.New("enough"))
	for _, o := range play(ctx, t, "hanging") {
		if o.State != "interrupted" || !strings.Contains(o.Message, "enough") {
			t.Errorf("outcome %+v", o)
		}
	}
}

// A worker that is told to end may tidy up, and must not take for ever.
func TestCrew_LetsWorkersTidyUp(t *testing.T) {
	t.Parallel()
	for kind, c := range map[string]struct {
		tidy time.Duration
		says string
	}{"tidy": {time.Minute, "tidied up"}, "deaf": {time.Millisecond, "enough"}} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancelCause(context.Background())
			defer stop(nil)
			crew := &crew{command: []string{"env", "WORKER_PLAYS=" + kind, os.Args[0]}, most: 1, tidy: c.tidy, done: func(Outcome) {},
				log: onWrite(func() { stop(errors.New("enough")) })}
			out := crew.run(ctx, []Order{{Scenario: "a"}})
			if out[0].State != "interrupted" || !strings.Contains(out[0].Message, c.says) {
				t.Errorf("outcome %+v, want %q", out[0], c.says)
			}
		})
	}
}

// onWrite is told when something is written.
type onWrite func()

func (f onWrite) Write(p []byte) (int, error) { f(); return len(p), nil }

// A worker plays one scenario after another beside the longest, and can be found by its mark.
func TestCrew_WorkersPlayAgain(t *testing.T) {
	t.Parallel()
	c := &crew{command: []string{"env", "WORKER_PLAYS=well", os.Args[0]}, most: 9, mark: "WORKER_MARK=ours", tidy: time.Minute, done: func(Outcome) {},
		lasts: func(s string) time.Duration { return map[string]time.Duration{"long": time.Hour}[s] + time.Minute }}
	for i, o := range c.run(context.Background(), []Order{{Scenario: "a"}, {Scenario: "b"}, {Scenario: "long"}, {Scenario: "c"}}) {
		if want := []string{"number 1 ", "number 2 ", "number 1 ", "number 3 "}[i]; o.State != "passed" || !strings.HasPrefix(o.Message, want) || !strings.HasSuffix(o.Message, " ours") {
			t.Errorf("outcome %d: %+v, want %s", i, o, want)
		}
	}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for _, c := range []struct{ lasts, want []time.Duration }{
		{nil, nil},
		{[]time.Duration{30 * s}, []time.Duration{0}},
		{[]time.Duration{30 * s, 30 * s}, []time.Duration{0, 0}},
		{[]time.Duration{30 * s, 15 * s, 14 * s}, []time.Duration{0, 0, 0}}, // 15 and 14 would end in time, if nothing were ever late
		{[]time.Duration{30 * s, 15 * s, 10 * s}, []time.Duration{0, 0, 15*s + patience}},
		{[]time.Duration{30 * s, 12 * s, 11 * s, 8 * s, 7 * s}, []time.Duration{0, 0, 0, 11*s + patience, 12*s + patience}},
	} {
		if got := schedule(c.lasts); !slices.Equal(got, c.want) {
			t.Errorf("schedule of %v: %v, want %v", c.lasts, got, c.want)
		}
	}
}
