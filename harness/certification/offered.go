package certification

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
)

// needs begins the label of a scenario that only services with a feature can play:
// "needs:degraded-access".
const needs = "needs:"

// offered are the scenarios that the service can play with the features that it
// declares. The others would show how it fails at what it does not claim to do; the
// rules that they make evidence for are N/A.
func offered(all []Scenario, declared rule.Declared) []Scenario {
	return slices.DeleteFunc(slices.Clone(all), func(s Scenario) bool {
		return slices.ContainsFunc(s.Labels, func(label string) bool {
			feature, ok := strings.CutPrefix(label, needs)
			return ok && !declared.Has(rule.Feature(feature))
		})
	})
}
