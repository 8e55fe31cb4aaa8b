package preauthorization

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ChannelLevelIDs: catalogues ask for channels, not for assets.
var ChannelLevelIDs = &rule.Rule{
	ID:        "PREAUTHZ-CHANNEL-LEVEL-IDS",
	Phase:     rule.Preauthorization,
	Level:     rule.Should,
	Passive:   true,
	Statement: "Preauthorizations ask for channels: resources are plain texts or MRSS without CDATA.",
	Why:       "CDATA marks assets: most MVPDs decide on channels only, and a question for each tile is slow for those that do not.",
	Remedy:    "Preauthorize the channel that a title belongs to and use its decision for the tile; keep asset-level MRSS for the authorization.",
	Occasion:  "preauthorize request",
	Missing:   "no preauthorize request was made",
	Sources: []rule.Source{
		{Page: "decisions", Anchor: "protected-resources"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Device,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("preauthorize") {
			if len(rule.Resources(x)) > 0 {
				cases = append(cases, rule.Prove(assets(x), x))
			}
		}
		return cases
	},
}

func assets(x *journal.Exchange) *rule.Complaint {
	if slices.ContainsFunc(rule.Resources(x), func(r string) bool { return strings.Contains(r, "<![CDATA[") }) {
		return rule.Complain("a resource with CDATA, which is for assets; wanted the channel's id")
	}
	return nil
}
