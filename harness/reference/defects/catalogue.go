package defects

import "github.com/passproof/passproof/harness/reference"

var catalogue = []Defect{
	{
		Name: "drop-denied", Summary: "leaves denied resources out of the answer to the app", Breaks: []string{"PREAUTHZ-RELAY-DECISIONS"},
		Follows: []string{"PREAUTHZ-DENY-FEEDBACK"},
		Decide:  func(p *reference.Policy) { p.Catalogue.DropDenied = true },
	},
	{
		Name: "match-by-place", Summary: "matches preauthorization decisions by their place in the list", Breaks: []string{"PREAUTHZ-RELAY-DECISIONS"},
		Decide: func(p *reference.Policy) { p.Catalogue.MatchByPlace = true },
	},
	{
		Name: "pin-denies", Summary: "keeps denies of a preauthorization until the user signs out", Breaks: []string{"PREAUTHZ-CACHE-ONLY-PERMITS"},
		Decide: func(p *reference.Policy) { p.Catalogue.PinDenies = true },
	},
	{
		Name: "permits-for-all", Summary: "keeps permits by resource alone", Breaks: []string{"PREAUTHZ-CACHE-SCOPE"},
		Follows: []string{"PREAUTHZ-CACHE-INVALIDATE"},
		Decide:  func(p *reference.Policy) { p.Catalogue.ShareAll = true },
	},
	{
		Name: "permits-for-good", Summary: "keeps permits when the user signs out", Breaks: []string{"PREAUTHZ-CACHE-INVALIDATE"},
		Decide: func(p *reference.Policy) { p.Catalogue.Keep = true },
	},
	{
		Name: "repeat-denied", Summary: "asks again for what a preauthorization has denied", Breaks: []string{"PREAUTHZ-RETRY-BOUNDED", "DEGR-AUTHZNONE"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.Catalogue.RepeatDenied = true },
	},
	{
		Name: "repeat-whole-list", Summary: "repeats a preauthorization with the whole list for one item", Breaks: []string{"PREAUTHZ-RETRY-ITEMS-ONLY"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.Catalogue.RepeatAll = true },
	},
	{
		Name: "silent-catalogue", Summary: "tells the app no reason why a resource is locked", Breaks: []string{"PREAUTHZ-DENY-FEEDBACK"},
		Decide: func(p *reference.Policy) { p.Catalogue.Silent = true },
	},
	{
		Name: "preauthorize-asset", Summary: "preauthorizes an episode along with the channels", Breaks: []string{"PREAUTHZ-CHANNEL-LEVEL-IDS"},
		Follows: []string{"PREAUTHZ-CACHE-PERMITS"},
		Decide: func(p *reference.Policy) {
			p.Catalogue.Assets = []string{`<rss version="2.0"><channel><item><title><![CDATA[Episode 1]]></title></item></channel></rss>`}
		},
	},
}
