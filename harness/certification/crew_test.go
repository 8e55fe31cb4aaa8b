package certification

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary play a worker.
func TestMain(m *testing.M) {
	switch os.Getenv("WORKER_PLAYS") {
	case "":
		os.Exit(m.Run())
	case "well":
		var o Order
		_ = json.NewDecoder(os.Stdin).Decode(&o)
		text, _ := json.Marshal(Outcome{Scenario: o.Scenario, State: "passed", Took: time.Second})
		_ = os.WriteFile(o.Result, text, 0o600)
	case "apart":
		var o Order
		_ = json.NewDecoder(os.Stdin).Decode(&o)
		text, _ := json.Marshal(Outcome{Scenario: o.Scenario, State: "passed", Message: fmt.Sprint("leads its group: ", leadsGroup())})
		_ = os.WriteFile(o.Result, text, 0o600)
	case "tidy", "deaf":
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGTERM)
		var o Order
		_ = json.NewDecoder(os.Stdin).Decode(&o)
		fmt.Fprintln(os.Stderr, "at work")
		<-told
		if os.Getenv("WORKER_PLAYS") == "deaf" {
			select {}
		}
		text, _ := json.Marshal(Outcome{Scenario: o.Scenario, State: "interrupted", Message: "tidied up"})
		_ = os.WriteFile(o.Result, text, 0o600)
	case "dumb":
	case "broken":
		os.Exit(3)
	case "hanging":
		select {}
	}
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
