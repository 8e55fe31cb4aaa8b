package mockpass

import (
	"errors"
	"fmt"
	"testing"
)

func TestSealed(t *testing.T) {
	t.Parallel()
	var s sealed
	calls := 0
	seal := func() (string, error) { calls++; return fmt.Sprint("secret ", calls), nil }
	for _, c := range []struct {
		value any
		want  string
	}{{[]string{"1"}, "secret 1"}, {"1", "secret 2"}, {[]string{"1"}, "secret 1"}} {
		if got, err := s.of(c.value, seal); got != c.want || err != nil {
			t.Errorf("%v: got %q, %v, want %q", c.value, got, err, c.want)
		}
	}
	failed := errors.New("failed")
	if _, err := s.of("2", func() (string, error) { return "", failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	for i := range 3 * mostSealed {
		if got, err := s.of(i, seal); err != nil || len(s.text) > mostSealed {
			t.Fatalf("%d values are remembered after %q, %v", len(s.text), got, err)
		}
	}
	if got, _ := s.of(3*mostSealed-1, seal); got != fmt.Sprint("secret ", calls) {
		t.Errorf("the last one was forgotten: got %q", got)
	}
}
