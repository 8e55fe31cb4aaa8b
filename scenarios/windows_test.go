package scenarios

import (
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
)

// Reports tell users of windows by these rules and words.
func TestWindows(t *testing.T) {
	t.Parallel()
	all, told := rules.All(), map[string]bool{}
	for _, w := range Windows() {
		if told[w.What] {
			t.Errorf("two windows are called %q", w.What)
		}
		told[w.What] = true
		if w.What == "" || w.Quick < 0 || w.Full < w.Quick {
			t.Errorf("%q lasts %v at the quick depth and %v at the full one", w.What, w.Quick, w.Full)
		}
		for _, id := range w.Rules {
			if !slices.ContainsFunc(all, func(r *rule.Rule) bool { return r.ID == id && r.Check != nil }) {
				t.Errorf("%q: no rule %s looks at evidence", w.What, id)
			}
		}
	}
	if len(told) == 0 {
		t.Error("no window is declared")
	}
}
