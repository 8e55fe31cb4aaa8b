package operations

import "github.com/passproof/passproof/harness/rule"

// Diagnostics: errors can be told to Adobe's support.
var Diagnostics = &rule.Rule{
	ID:        "OPS-DIAGNOSTICS",
	Phase:     rule.Operations,
	Level:     rule.Should,
	Statement: "Errors are logged with status, code, action, details and trace id, and without secrets or personal data.",
	Why:       "Without the trace id nobody at Adobe finds the request that failed; with the token in the log everybody can repeat it.",
	Remedy:    "Log the fields of the enhanced error, never the Authorization header or a request body.",
	Attest:    "an example of a logged error, and how secrets are kept out",
	Sources: []rule.Source{
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-response-handling"},
		{Page: "rest-api-v2-ai-rules", Anchor: "coding-assistants-rules"},
	},
}
