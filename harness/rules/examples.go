package rules

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/passproof/passproof/harness/rule"
)

// written is the evidence that the rules' own tests judge.
//
//go:embed */testdata/*.txtar
var written embed.FS

// An Example is written evidence, and what it shows.
type Example struct {
	Title    string // "three seconds apart"
	Evidence string // lines of a timeline; "// want" stands where the rule is broken
}

// Examples are the first evidence that keeps a rule and the first that breaks it, as the
// rule's own tests judge them. The error tells that the rule has none, as one has that can
// only be attested.
func Examples(r *rule.Rule) (good, bad Example, err error) {
	text, err := written.ReadFile(fixture(r))
	if err != nil {
		return good, bad, fmt.Errorf("%s has no written evidence: %w", r.ID, err)
	}
	for _, section := range slices.Backward(txtar.Parse(text).Files) {
		verdict, title, _ := strings.Cut(section.Name, ": ")
		e := Example{Title: title, Evidence: strings.TrimRight(string(section.Data), "\n") + "\n"}
		switch verdict {
		case "pass", "attested":
			good = e
		case "fail", "warn", "info":
			bad = e
		}
	}
	return good, bad, nil
}

// fixture is where the evidence of a rule lies: in the folder of its phase, named for the
// rest of its ID.
func fixture(r *rule.Rule) string {
	_, name, _ := strings.Cut(r.ID, "-")
	return strings.ReplaceAll(string(r.Phase), "-", "") + "/testdata/" + strings.ToLower(strings.ReplaceAll(name, "-", "_")) + ".txtar"
}
