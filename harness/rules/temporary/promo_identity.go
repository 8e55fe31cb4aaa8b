package temporary

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PromoIdentity: a promotion is for somebody.
var PromoIdentity = &rule.Rule{
	ID:        "TEMP-PROMO-IDENTITY",
	Phase:     rule.Temporary,
	Level:     rule.Must,
	Statement: "Every call for a promotional TempPass tells the user's identity in AP-TempPass-Identity: Base64 of a JSON object with the configured key.",
	Why:       "Without it the call is refused, and a user who was promised a film sees an error.",
	Remedy:    "Send the header with each authorize, and each profile lookup, that names the promotional TempPass; on no other call.",
	Occasion:  "call for a promotional TempPass",
	Missing:   "nothing was asked for with a promotional TempPass",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-temporary-flows", Anchor: "workflow-retrieve-authorization-decisions-using-promotional-temppass"},
		{Page: "rest-api-v2-appendix-headers-ap-temppass-identity", Anchor: "directives"},
		{Page: "rest-api-v2-profiles-apis-retrieve-profile-for-specific-mvpd", Anchor: "samples"},
	},
	Feature: rule.PromotionalTemporaryAccess,
	Passive: true,
	Grain:   rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Where(func(x *journal.Exchange) bool {
			_, has := x.Request.Value(header)
			promotional := x.MVPD != "" && x.MVPD == e.Declared.TempPass.Promotional
			needed := promotional && (x.Operation == "authorize" || x.Operation == "profilesByMvpd")
			return x.Party != journal.Browser && (needed || has && (x.Operation == "preauthorize" || x.Operation == "profiles"))
		}), func(x *journal.Exchange) *rule.Complaint {
			if x.Operation == "preauthorize" || x.Operation == "profiles" {
				return rule.Warn("%s carries %s, which its reference does not list; wanted it with authorize and the profile of the TempPass alone", x.Operation, header)
			}
			if _, err := identity(x, e.Declared.TempPass.IdentityKey); err != nil {
				return rule.Complain("%s for the promotional TempPass %s: %v; wanted the user's identity under %q", x.Operation, x.MVPD, err, e.Declared.TempPass.IdentityKey)
			}
			return nil
		})
	},
}
