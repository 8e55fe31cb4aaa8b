package certification

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/world"
)

// needs begins the label of a scenario that only services with a feature can play:
// "needs:degraded-access".
const needs = "needs:"

// depth begins the label of a scenario that only one depth plays: "depth:full".
const depth = "depth:"

// Offered are the scenarios of that depth that the service can play with the features that it
// declares. The others would show how it fails at what it does not claim to do; the
// rules that they make evidence for are N/A.
func Offered(all []Scenario, declared rule.Declared, d world.Depth) []Scenario {
	return slices.DeleteFunc(slices.Clone(all), func(s Scenario) bool {
		return slices.ContainsFunc(s.Labels, func(label string) bool {
			if only, ok := strings.CutPrefix(label, depth); ok && only != string(d) {
				return true
			}
			feature, ok := strings.CutPrefix(label, needs)
			return ok && !declared.Has(rule.Feature(feature))
		})
	})
}
