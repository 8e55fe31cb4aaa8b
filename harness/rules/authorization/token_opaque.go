package authorization

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// TokenOpaque: nobody but the verifier looks into a media token.
var TokenOpaque = &rule.Rule{
	ID:        "AUTHZ-TOKEN-OPAQUE",
	Phase:     rule.Authorization,
	Level:     rule.Should,
	Statement: "The media token is passed on as it came: not decoded, not encoded, not trimmed.",
	Why:       "Its format may change at any time, and a verifier refuses a token that differs in one character.",
	Remedy:    "Treat serializedToken as a text without meaning; give it to the Media Token Verifier, or to the app, unchanged.",
	Occasion:  "media token that reached an app",
	Missing:   "no media token reached an app",
	Sources: []rule.Source{
		{Page: "media-tokens", Anchor: "media-token-verifier"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range presses(e, 0, journal.Preview) {
			d, x := p.permit()
			if d == nil || d.Token.Serialized == "" {
				continue
			}
			switch token := p.Text("mediaToken"); {
			case token == "": // it stays with the service, which verifies it
			case token == d.Token.Serialized:
				cases = append(cases, rule.Prove(nil, x, p.Act))
			case rule.Reshaped(token, d.Token.Serialized):
				cases = append(cases, rule.Prove(rule.Complain("the media token for %q has %d characters where Adobe Pass had issued %d, or others; wanted it unchanged", p.resource, len(token), len(d.Token.Serialized)), x, p.Act))
			}
		}
		return cases
	},
}
