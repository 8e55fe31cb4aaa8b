package mockpasstest_test

import (
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
