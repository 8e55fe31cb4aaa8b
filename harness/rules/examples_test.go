package rules

import (
	"strings"
	"testing"
)

// Whoever asks for a rule sees what keeps it and what breaks it.
func TestExamples_EveryRuleThatLooksAtEvidenceHasSome(t *testing.T) {
	t.Parallel()
	for _, r := range All() {
		good, bad, err := Examples(r)
		if r.Check == nil {
			if err == nil {
				t.Errorf("%s can only be attested and has evidence", r.ID)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		if good.Title == "" || good.Evidence == "\n" || bad.Title == "" || !strings.Contains(bad.Evidence, "// want") || strings.Contains(good.Evidence, "// want") {
			t.Errorf("%s: good %q, bad %q:\n%s", r.ID, good.Title, bad.Title, bad.Evidence)
		}
	}
}
