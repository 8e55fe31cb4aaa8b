package operations

import "github.com/passproof/passproof/harness/rule"

// RegisteredApplication: the software statement is one for REST API V2.
var RegisteredApplication = &rule.Rule{
	ID:        "OPS-REGISTERED-APPLICATION",
	Phase:     rule.Operations,
	Level:     rule.Should,
	Statement: "The software statement was created for REST API V2 (its name ends so), is narrow in channels, platforms and scopes, and is renewed with each major version of the app.",
	Why:       "A statement of old opens more than the service needs, and cannot be revoked without ending older apps.",
	Remedy:    "Create a registered application of its own, with a name such as …-RESTV2 and the scope of REST API V2 alone.",
	Attest:    "the name of the registered application, its scopes and its channels",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-migration-faq1"},
		{Page: "dynamic-client-registration-overview", Anchor: "manage-registered-applications"},
	},
}
