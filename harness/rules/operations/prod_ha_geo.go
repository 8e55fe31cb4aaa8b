package operations

import "github.com/passproof/passproof/harness/rule"

// ProdHAGeo: production stands up to an event.
var ProdHAGeo = &rule.Rule{
	ID:        "OPS-PROD-HA-GEO",
	Phase:     rule.Operations,
	Level:     rule.Should,
	Statement: "Production is highly available, scaled for spikes, and spread over regions much as Adobe Pass is.",
	Why:       "Everybody signs in in the ten minutes before an event, and a data centre that fails takes them all along.",
	Remedy:    "Run several instances in several regions of the United States and size them for the largest event.",
	Attest:    "the regions and the peak load that production is designed for",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "environments"},
	},
}
