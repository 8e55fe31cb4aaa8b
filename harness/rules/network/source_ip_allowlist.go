package network

import "github.com/passproof/passproof/harness/rule"

// SourceIPAllowlist: Adobe knows where production calls from.
var SourceIPAllowlist = &rule.Rule{
	ID:        "NET-SOURCE-IP-ALLOWLIST",
	Phase:     rule.Network,
	Level:     rule.Must,
	Statement: "The public IP range of the production service has been handed to Adobe for its allow-list.",
	Why:       "Calls from addresses that Adobe does not know are throttled or refused on the day of a release.",
	Remedy:    "Hand over the whole egress range, and again whenever a region or a gateway is added.",
	Attest:    "the CIDR ranges and the ticket with which Adobe got them",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "environments"},
	},
	Levels: map[string]rule.Level{rule.Cookbook2024.Name: rule.Should},
}
