package degraded

import "github.com/passproof/passproof/harness/rule"

// NoSelfDegrade: who gets in while Adobe Pass is down is a decision of business.
var NoSelfDegrade = &rule.Rule{
	ID:        "DEGR-NO-SELF-DEGRADE",
	Phase:     rule.Degraded,
	Level:     rule.May,
	Statement: "While Adobe Pass itself is down there is no access of its own making, unless the Programmer has decided so and says it.",
	Why:       "A service that opens by itself gives rights away that an MVPD must be paid for.",
	Remedy:    "Leave it closed, or write down who decided that it opens, when and for whom.",
	Attest:    "what the service does while Adobe Pass is down, and who decided it",
	Sources: []rule.Source{
		{Page: "degradation-feature", Anchor: "degradation-feature"},
	},
}
