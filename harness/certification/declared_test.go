package certification

import (
	"maps"
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/rule"
)

// The file and the rules speak of the same features.
func TestFeatures_AreTheOnesThatRulesKnow(t *testing.T) {
	t.Parallel()
	var known []string
	for _, f := range rule.Features {
		known = append(known, string(f))
	}
	slices.Sort(known)
	if declarable := slices.Sorted(maps.Keys(config.Features)); !slices.Equal(declarable, known) {
		t.Errorf("passproof.yaml can declare %v, rules know %v", declarable, known)
	}
}
