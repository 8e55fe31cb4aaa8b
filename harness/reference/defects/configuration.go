package defects

import "github.com/passproof/passproof/harness/reference"

var configuration = []Defect{
	{
		Name: "configure-at-start", Summary: "fetches the configuration whenever an app opens", Breaks: []string{"CFG-ONLY-FOR-PICKER"},
		Decide: func(p *reference.Policy) { p.ConfigureOnStatus = true },
	},
	{
		Name: "no-configuration-cache", Summary: "fetches the configuration for every picker", Breaks: []string{"CFG-CACHE-TTL"},
		Decide: func(p *reference.Policy) { p.ConfigurationTTL = 0 },
	},
	{
		Name: "lowercase-mvpd", Summary: "makes MVPD ids lower case", Breaks: []string{"CFG-MVPD-ID-VERBATIM", "ERR-NO-SELF-INFLICTED"},
		Decide: func(p *reference.Policy) { p.Lowercase = true },
	},
}
