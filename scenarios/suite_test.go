package scenarios

import (
	"slices"
	"testing"
)

func TestList(t *testing.T) {
	list, err := List()
	if err != nil {
		t.Fatal(err)
	}
	phases := []string{"network", "registration", "configuration", "authentication", "preauthorization", "authorization", "logout", "errors", "degraded", "temporary", "single-sign-on"}
	seen := map[string]bool{}
	for _, s := range list {
		if seen[s.Text] {
			t.Errorf("two scenarios are called %q", s.Text)
		}
		seen[s.Text] = true
		if !slices.ContainsFunc(s.Labels, func(l string) bool { return slices.Contains(phases, l) }) {
			t.Errorf("%q has no label of a phase: %v", s.Text, s.Labels)
		}
	}
	if len(list) < 15 {
		t.Errorf("only %d scenarios", len(list))
	}
}
