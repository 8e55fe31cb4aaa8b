package world

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// A window lasts as long as the depth says, and the wait is a step of the scenario.
func TestWorld_WindowsLastAsTheDepthSays(t *testing.T) {
	t.Parallel()
	v := Window{What: "how long it takes", Quick: time.Second, Full: time.Minute}
	for depth, want := range map[Depth]time.Duration{Quick: time.Second, Full: time.Minute} {
		t.Run(string(depth), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w, _ := wire(t, nil)
				w.Depth = depth
				began := time.Now()
				w.Last(t.Context(), v)
				w.Until(t.Context(), began, v) // over already
				if took := time.Since(began); took != want {
					t.Errorf("lasted %v, want %v", took, want)
				}
				steps := w.Steps()
				if len(steps) != 1 || steps[0].What != "a pause: how long it takes" || !steps[0].Wait || steps[0].End.Sub(steps[0].Start) != want {
					t.Errorf("steps %+v", steps)
				}
			})
		})
	}
}

// Acts are steps; watching is waiting for time, and says for what.
func TestWorld_ActsAreSteps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, _ := wire(t, nil)
		for _, a := range []*journal.Act{{Verb: journal.Login, Device: "tv-1"}, {Verb: journal.Restart}, {Verb: journal.Watched, Args: map[string]any{"why": "that nothing happens"}}} {
			w.record(t.Context(), a)
		}
		for i, want := range []Step{{What: "login of tv-1"}, {What: "restart"}, {What: "watches that nothing happens", Wait: true}} {
			if got := w.Steps()[i]; got.What != want.What || got.Wait != want.Wait {
				t.Errorf("step %d is %+v, want %+v", i, got, want)
			}
		}
	})
}
