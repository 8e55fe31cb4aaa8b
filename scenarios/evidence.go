package scenarios

import (
	_ "embed"
	"strings"
)

// measured tells which scenarios made the evidence of which rule when the reference service
// was certified last: a line each, the rule and the text of the scenario, or "*" where more
// than half of all scenarios did.
//
//go:embed evidence.tsv
var measured string

// Everywhere stands for the scenarios of a rule that most scenarios make evidence for.
const Everywhere = "*"

// EvidenceFor are the scenarios that make evidence for a rule, as measured on the reference
// service: their texts, or [Everywhere] alone; nothing for a rule that evidence does not decide.
func EvidenceFor(rule string) []string {
	var out []string
	for line := range strings.Lines(measured) {
		if id, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); id == rule {
			out = append(out, text)
		}
	}
	return out
}
