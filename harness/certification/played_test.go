package certification

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/world"
)

func TestLeft_IsWhatLastsLongerAtTheFullDepth(t *testing.T) {
	t.Parallel()
	windows := []world.Window{
		{Rules: []string{"A", "B"}, What: "polls", Quick: time.Second, Full: time.Minute},
		{Rules: []string{"C"}, What: "the same at all depths", Quick: time.Second, Full: time.Second},
	}
	want := []report.Window{{Rule: "A", What: "polls", Here: time.Second, Full: time.Minute}, {Rule: "B", What: "polls", Here: time.Second, Full: time.Minute}}
	if got := left(windows, world.Quick); !slices.Equal(got, want) {
		t.Errorf("left at the quick depth: %+v, want %+v", got, want)
	}
	if got := left(windows, world.Full); len(got) != 0 {
		t.Errorf("left at the full depth: %+v, want nothing", got)
	}
}

// What took longest last time begins first, after what nobody knows. Outcomes stay in the
// order of the orders, and tell when they began and ended.
func TestCrew_TheLongestBeginFirst(t *testing.T) {
	t.Parallel()
	var ended []string
	c := &crew{
		command: []string{"env", "WORKER_PLAYS=well", os.Args[0]}, most: 1, tidy: time.Minute, done: func(o Outcome) { ended = append(ended, o.Scenario) },
		lasts: func(s string) time.Duration { return map[string]time.Duration{"b": 2, "c": 3}[s] },
	}
	out := c.run(context.Background(), []Order{{Scenario: "a"}, {Scenario: "b"}, {Scenario: "c"}, {Scenario: "d"}})
	if want := []string{"a", "d", "c", "b"}; !slices.Equal(ended, want) {
		t.Errorf("played in the order %v, want %v", ended, want)
	}
	for i, want := range []string{"a", "b", "c", "d"} {
		if o := out[i]; o.Scenario != want || o.Began.IsZero() || o.Ended.Before(o.Began) {
			t.Errorf("outcome %d: %+v, want %s", i, o, want)
		}
	}
}
