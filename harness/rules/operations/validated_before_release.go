package operations

import "github.com/passproof/passproof/harness/rule"

// ValidatedBeforeRelease: every release was validated from end to end.
var ValidatedBeforeRelease = &rule.Rule{
	ID:        "OPS-VALIDATED-BEFORE-RELEASE",
	Phase:     rule.Operations,
	Level:     rule.Must,
	Statement: "Before Release-Production every build is validated from end to end on Prequal-Production and Release-Staging: both screens, permits and denials, logout, every optional flow in use, the top MVPDs.",
	Why:       "Flows that nobody has played, a denial or a logout mostly, are the ones that users find broken.",
	Remedy:    "Keep the complete, passing run of passproof for the very build, and what was validated against Adobe's environments.",
	Attest:    "where the runs of the build are kept, with the environments, MVPDs and flows that they covered",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-testing"},
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-testing"},
	},
}
