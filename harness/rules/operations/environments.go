package operations

import "github.com/passproof/passproof/harness/rule"

// Environments: production has a staging beside it.
var Environments = &rule.Rule{
	ID:        "OPS-ENVIRONMENTS",
	Phase:     rule.Operations,
	Level:     rule.Must,
	Statement: "There are at least production and staging; staging has all components and logic of production, and ideally calls a test environment of Adobe.",
	Why:       "What is tested where the caches are off, or not tested at all, first fails in front of users.",
	Remedy:    "Keep a staging deployment with every component of production, wired to Adobe's staging.",
	Attest:    "the names of the environments and the Adobe environment that each uses",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "environments"},
	},
	Levels: map[string]rule.Level{rule.Cookbook2024.Name: rule.Should},
}
