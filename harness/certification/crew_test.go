package certification

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
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
	c := &crew{command: []string{"env", "WORKER_PLAYS=" + kind, os.Args[0]}, most: 2, done: func(Outcome) { told++ }}
	out := c.run(ctx, []Order{{Scenario: "a"}, {Scenario: "b"}, {Scenario: "c"}})
	if told != 3 || out[0].Scenario != "a" || out[2].Scenario != "c" {
		t.Errorf("told of %d outcomes: %+v", told, out)
	}
	return out
}

func TestCrew(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]struct{ state, says string }{
		"well": {"passed", ""}, "dumb": {"failed", "gave no outcome"}, "broken": {"failed", "exit status 3"},
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
