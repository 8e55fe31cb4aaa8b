package certification

import (
	"testing"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/world"
)

// A kind of a feature is enough for what needs the feature; what is not declared is not played.
func TestOffered(t *testing.T) {
	t.Parallel()
	all := []Scenario{
		{Text: "everybody", Labels: []string{"errors"}},
		{Text: "preview", Labels: []string{"temporary", "needs:temporary-access"}},
		{Text: "degraded", Labels: []string{"needs:degraded-access"}},
		{Text: "long", Labels: []string{"errors", "depth:full"}},
	}
	declared := rule.Declared{Features: []rule.Feature{rule.PromotionalTemporaryAccess}}
	if full := Offered(all, declared, world.Full); len(full) != 3 || full[2].Text != "long" {
		t.Errorf("offered at the full depth %v, want everybody, preview and long", full)
	}
	got := Offered(all, declared, world.Quick)
	if len(got) != 2 || got[0].Text != "everybody" || got[1].Text != "preview" {
		t.Errorf("offered %v, want everybody and preview", got)
	}
	if len(all) != 4 || all[2].Text != "degraded" {
		t.Error("the list of all scenarios was changed")
	}
}
