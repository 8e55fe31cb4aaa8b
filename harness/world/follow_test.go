package world

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

func never(journal.Entry) bool { return false }

func TestWorld_EndOfTheJournalEndsAllWaits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cut  error
		says string
	}{
		"finished":   {nil, "the mock has ended its journal"},
		"broken off": {io.ErrUnexpectedEOF, "broke off: unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w, cable := wire(t, scripted{verbs: map[string]app.Answer{journal.Status: {"signedIn": true}}})
				cable.cut = c.cut
				tv := w.Household(t).Television(t.Context())
				var all sync.WaitGroup
				all.Go(func() { w.await(t.Context(), "the first thing", never, journal.Filter{}) })
				all.Go(func() { w.await(t.Context(), "the second thing", never, journal.Filter{}) })
				all.Go(func() { w.Watch(t.Context(), tv, time.Hour, "that nothing happens") })
				all.Go(func() { w.Pause(t.Context(), time.Hour) })
				synctest.Wait()
				start := time.Now()
				cable.end()
				all.Wait()
				if waited := time.Since(start); waited != 0 {
					t.Errorf("waits ended %v after the journal", waited)
				}
				err := w.Troubles()
				if err == nil || strings.Count(err.Error(), c.says) != 1 || strings.Contains(err.Error(), "did not come about") {
					t.Errorf("troubles %v, want %q once", err, c.says)
				}
				before := err.Error()
				if tv.Status(t.Context()) {
					t.Error("the subject is called although nobody records it")
				}
				w.await(t.Context(), "a third thing", never, journal.Filter{})
				if w.Troubles().Error() != before {
					t.Errorf("what follows from the end is told again: %v", w.Troubles())
				}
			})
		})
	}
}

func TestWorld_WaitsAsLongAsItsPatienceAndSaysWhyItEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, _ := wire(t, scripted{})
		start := time.Now()
		w.await(t.Context(), "the first thing", never, journal.Filter{})
		if took := time.Since(start); took != patience {
			t.Errorf("waited for %v", took)
		}
		ctx, stop := context.WithCancelCause(t.Context())
		stop(errors.New("somebody pressed a key"))
		w.await(ctx, "the second thing", never, journal.Filter{})
		err := w.Troubles().Error()
		if !strings.Contains(err, "the first thing did not come about within 20s") || !strings.Contains(err, "the second thing did not come about: the wait was cut short: somebody pressed a key") {
			t.Errorf("troubles %s", err)
		}
	})
}

func TestWorld_AWatchThatIsCutShortIsNoEvidence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, cable := wire(t, scripted{verbs: map[string]app.Answer{journal.Status: {}}})
		tv := w.Household(t).Television(t.Context())
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		w.Watch(ctx, tv, time.Minute, "that nothing happens")
		if a := acts(cable.pass, journal.Watched); len(a) != 0 || w.Troubles() == nil {
			t.Errorf("acts %+v, troubles %v", a, w.Troubles())
		}
	})
}

// A mock that does not answer must not hold up a scenario that is over.
func TestWorld_TidyingIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, cable := wire(t, scripted{})
		tv := w.Household(t).Television(t.Context())
		ctx, stop := context.WithCancel(t.Context())
		withdraw := tv.Direct(ctx, stage.Direction{Do: stage.Do{Status: 500}})
		stop()
		cable.hangs = http.MethodDelete
		start := time.Now()
		withdraw()
		if took := time.Since(start); took != tidying {
			t.Errorf("withdrawing took %v", took)
		}
		cable.hangs = http.MethodPost
		start = time.Now()
		w.record(ctx, &journal.Act{Verb: "act", Start: start, End: start})
		if took := time.Since(start); took != tidying {
			t.Errorf("recording took %v", took)
		}
		for _, want := range []string{"withdrawing a direction for roku-1", "the act act could not be recorded"} {
			if err := w.Troubles(); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("troubles %v, want %q", err, want)
			}
		}
	})
}

func TestWorld_DirectionsAreWithdrawnFromAScenarioThatWasCutShort(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, cable := wire(t, scripted{})
		tv := w.Household(t).Television(t.Context())
		ctx, stop := context.WithCancel(t.Context())
		withdraw := tv.Direct(ctx, stage.Direction{Do: stage.Do{Status: 500}})
		stop()
		withdraw()
		withdraw()
		if d, a := cable.pass.Directions(), acts(cable.pass, journal.Withdraw); len(d) != 0 || len(a) != 1 || w.Troubles() != nil {
			t.Errorf("directions %+v, acts %+v, troubles %v", d, a, w.Troubles())
		}
	})
}
