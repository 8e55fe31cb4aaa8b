package temporary

import "github.com/passproof/passproof/harness/rule"

// Analytics: temporary access is told apart in analytics.
var Analytics = &rule.Rule{
	ID:        "TEMP-ANALYTICS",
	Phase:     rule.Temporary,
	Level:     rule.Should,
	Statement: "Traffic of temporary access is told apart from that of regular MVPDs in the Programmer's analytics.",
	Why:       "TempPass looks like the largest MVPD of all, and conversions cannot be counted.",
	Remedy:    "Mark events by the MVPD that decided, and report TempPass by itself.",
	Attest:    "how reports tell TempPass from MVPDs",
	Sources: []rule.Source{
		{Page: "temp-pass-feature", Anchor: "basic-temp-pass-feature-details"},
	},
	Feature: rule.TemporaryAccess,
}
