package defects

import "github.com/passproof/passproof/harness/reference"

var configuration = []Defect{
	{
		Name: "configure-at-start", Summary: "fetches the configuration whenever an app opens", Breaks: []string{"CFG-ONLY-FOR-PICKER"}, Chatty: true,
		Follows: []string{"CFG-CACHE-KEY"},
		Decide:  func(p *reference.Policy) { p.ConfigureOnStatus = true },
	},
	{
		Name: "no-configuration-cache", Summary: "fetches the configuration for every picker", Breaks: []string{"CFG-CACHE-TTL"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.ConfigurationTTL = 0 },
	},
	{
		Name: "one-list", Summary: "keeps one list of providers for all platforms", Breaks: []string{"CFG-CACHE-KEY"},
		Follows: []string{"SSO-APPLE-MVPD-FLAGS"},
		Decide:  func(p *reference.Policy) { p.OneList = true },
	},
	{
		Name: "list-per-device", Summary: "keeps a list of providers for each device", Breaks: []string{"CFG-CACHE-KEY"},
		Decide: func(p *reference.Policy) { p.ListPerDevice = true },
	},
	{
		Name: "own-list", Summary: "shows a list of providers that came with the last release", Breaks: []string{"CFG-LIST-FROM-ADOBE"},
		Follows: []string{"SSO-APPLE-MVPD-FLAGS"},
		Decide:  func(p *reference.Policy) { p.OwnList = []string{"Cablevision", "Spectrum", "Comcast_SSO"} },
	},
	{
		Name: "preview-in-list", Summary: "lists free previews among the TV providers", Breaks: []string{"CFG-FILTER"},
		Decide: func(p *reference.Policy) { p.ListTempPass = true },
	},
	{
		Name: "cling-to-mvpd", Summary: "clings to the MVPD of last time when it is no longer integrated", Breaks: []string{"CFG-INACTIVE-INTEGRATION"},
		Decide: func(p *reference.Policy) { p.ClingToMVPD = true },
	},
	{
		Name: "forget-selection", Summary: "forgets at a restart which MVPD the user had picked", Breaks: []string{"CFG-SELECTION-PERSIST"},
		Decide: func(p *reference.Policy) { p.LosesAtStart = "selection" },
	},
	{
		Name: "lowercase-mvpd", Summary: "makes MVPD ids lower case", Breaks: []string{"CFG-MVPD-ID-VERBATIM", "ERR-NO-SELF-INFLICTED"},
		Follows: []string{"AUTHN-MULTIPLE-PROFILES", "CFG-INACTIVE-INTEGRATION", "HDR-OPENAPI-CONFORMANCE", "SSO-APPLE-MVPD-FLAGS", "SSO-FALLBACK", "SSO-PARTNER-ERRORS", "SSO-PARTNER-ROUTING"},
		Decide:  func(p *reference.Policy) { p.Lowercase = true },
	},
}
