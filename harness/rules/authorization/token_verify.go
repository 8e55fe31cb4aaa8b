package authorization

import "github.com/passproof/passproof/harness/rule"

// TokenVerify: media tokens are verified before a stream is released.
var TokenVerify = &rule.Rule{
	ID:        "AUTHZ-TOKEN-VERIFY",
	Phase:     rule.Authorization,
	Level:     rule.Should,
	Statement: "The media token is checked with the Media Token Verifier, its signature, end and resource, on a backend before the stream is released.",
	Why:       "Whoever can forge or replay a decision in the app watches without one.",
	Remedy:    "Hand the media token to the backend that releases the stream, and let the Media Token Verifier decide there.",
	Attest:    "which backend verifies media tokens, and what it does with one that is invalid",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-authorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "authorization-phase-faq7"},
		{Page: "media-tokens", Anchor: "media-token-verifier"},
	},
}
