package mockpass

import (
	"slices"
	"testing"

	"github.com/passproof/passproof/specs"
)

func TestEndpoints_AreAllOperationsInOrder(t *testing.T) {
	t.Parallel()
	var got []string
	for _, e := range endpoints {
		got = append(got, e.operation)
	}
	if !slices.Equal(got, specs.Operations) {
		t.Errorf("got %v, want %v", got, specs.Operations)
	}
}

func TestThrottle_PageHasItsLength(t *testing.T) {
	t.Parallel()
	if len(throttleBody) != 166 || throttleHeader().Get("Retry-After") != "" {
		t.Errorf("the page has %d bytes, want 166, and no Retry-After", len(throttleBody))
	}
}
