package container

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// errTaken is how an engine refuses addresses that another network has.
var errTaken = errors.New("Error response from daemon: Pool overlaps with other one on this address space")

func TestSettle_TakesWhatIsFree(t *testing.T) {
	t.Parallel()
	var asked []stretch
	got, err := settle(t.Context(), stretches-1, func(s stretch) error {
		if asked = append(asked, s); len(asked) < 3 {
			return errTaken
		}
		return nil
	})
	if err != nil || got != stretchAt(1) || asked[0] != stretchAt(stretches-1) || asked[1] != stretchAt(0) {
		t.Errorf("%v, %v; asked for %v", got, err, asked)
	}
	for i := range stretches {
		for k := range i {
			if stretchAt(i).all.Overlaps(stretchAt(k).all) {
				t.Fatalf("%v overlaps %v", stretchAt(i), stretchAt(k))
			}
		}
	}
}

func TestSettle_WaitsWhereAllIsTaken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		_, err := settle(t.Context(), 0, func(stretch) error {
			if time.Since(begin) < crowded/2 {
				return errTaken
			}
			return nil
		})
		if err != nil || time.Since(begin) < crowded/2 {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
	})
}

func TestSettle_GivesUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err   error
		wait  time.Duration
		wants string
	}{
		"another error":    {errors.New("no such driver"), 0, "makes no network for the run: no such driver"},
		"never any room":   {errTaken, crowded, "docker network ls --filter label=" + Label},
		"an end meanwhile": {errTaken, 5 * time.Second, "enough"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancelCause(t.Context())
				defer stop(nil)
				if c.wants == "enough" {
					time.AfterFunc(c.wait, func() { stop(errors.New("enough")) })
				}
				begin := time.Now()
				_, err := settle(ctx, 0, func(stretch) error { return c.err })
				if err == nil || !strings.Contains(err.Error(), c.wants) || time.Since(begin) != c.wait {
					t.Errorf("%v after %v, want %q after %v", err, time.Since(begin), c.wants, c.wait)
				}
			})
		})
	}
}
