package operations

import "github.com/passproof/passproof/harness/rule"

// BusinessAgreements: what needs an agreement is agreed on.
var BusinessAgreements = &rule.Rule{
	ID:        "OPS-BUSINESS-AGREEMENTS",
	Phase:     rule.Operations,
	Level:     rule.Must,
	Statement: "Limits of resources above 5 and 1, preauthorization with MVPDs of partial support, sensitive metadata, resource ids, lifetimes and the domain names of the service provider are agreed on with Adobe and the MVPDs.",
	Why:       "What works against a mock is refused in production: too many resources, a domain that nobody has registered, an unknown resource.",
	Remedy:    "Settle each point with Adobe before release, and write the same numbers and names into passproof.yaml.",
	Attest:    "which agreement covers the limits, resource ids, lifetimes and domain names in use",
	Sources: []rule.Source{
		{Page: "decisions", Anchor: "preauthorization-decisions"},
		{Page: "decisions", Anchor: "authorization-decisions"},
		{Page: "user-metadata", Anchor: "attributes"},
	},
}
