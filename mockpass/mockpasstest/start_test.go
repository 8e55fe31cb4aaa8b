package mockpasstest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// recorder is a test that remembers what it was told.
type recorder struct {
	cleanups []func()
	failure  string
}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Fatalf(format string, args ...any) {
	r.failure = fmt.Sprintf(format, args...)
	panic(r)
}

func (r *recorder) end() {
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
}

func TestStart_IsGoneWithTheTest(t *testing.T) {
	t.Parallel()
	var inner recorder
	pass := mockpasstest.Start(&inner, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	if a := c.Do(http.MethodGet, "/api/v2/REF30/configuration", ""); a.Status != http.StatusOK {
		t.Errorf("got %d %s", a.Status, a.Body)
	}
	inner.end()
	if a, err := c.Try(http.MethodGet, "/api/v2/REF30/configuration", ""); err == nil {
		t.Errorf("after the test it still answers %d", a.Status)
	}
}

func TestStart_EndsTheTest(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(*recorder){
		"mockpass: config": func(r *recorder) { mockpasstest.Start(r, mockpass.Config{Key: "x"}) },
		"neither an application": func(r *recorder) {
			mockpasstest.Start(r, mockpass.Config{}).Statement("nobody")
		},
		"status 404": func(r *recorder) {
			mockpasstest.Start(r, mockpass.Config{}).Client("REF30", "tv").Do(http.MethodGet, "/x", "").JSON(r, nil)
		},
	} {
		var inner recorder
		func() {
			defer func() { _ = recover() }()
			act(&inner)
		}()
		inner.end()
		if !strings.Contains(inner.failure, name) {
			t.Errorf("got %q, want %q", inner.failure, name)
		}
	}
}

// TestStart_FailsTheTestOfABrokenMock wants a fault of the mock to fail a test that
// looks at nothing of the kind, and one that expects faults to pass.
func TestStart_FailsTheTestOfABrokenMock(t *testing.T) {
	t.Parallel()
	for _, expected := range []bool{false, true} {
		var inner recorder
		pass := mockpasstest.Start(&inner, mockpass.Config{}, mockpass.WithRandom(new(scarce)))
		pass.FaultsExpected = expected
		c := pass.Client("REF30", "tv")
		for range 20 {
			c.Do(http.MethodPost, "/api/v2/REF30/sessions", "")
		}
		func() {
			defer func() { _ = recover() }()
			inner.end()
		}()
		if failed := strings.Contains(inner.failure, "no entropy"); failed == expected {
			t.Errorf("faults expected %v: got %q", expected, inner.failure)
		}
	}
}

// scarce is a source of randomness that runs dry.
type scarce struct{ given int }

func (s *scarce) Read(b []byte) (int, error) {
	if s.given += len(b); s.given > 200 {
		return 0, errors.New("no entropy")
	}
	return len(b), nil
}
