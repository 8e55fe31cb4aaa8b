package scenarios

import (
	_ "embed"
	"strconv"
	"strings"
	"time"
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

// lengths tells how long the scenarios took when the reference service was certified last at
// the quick depth: a line each, seconds and the text of the scenario.
//
//go:embed lengths.tsv
var lengths string

// Lengths are how long scenarios take, as measured on the reference service, so that those
// that take long can begin first.
func Lengths() map[string]time.Duration {
	out := map[string]time.Duration{}
	for line := range strings.Lines(lengths) {
		seconds, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if s, err := strconv.Atoi(seconds); err == nil {
			out[text] = time.Duration(s) * time.Second
		}
	}
	return out
}
