package authentication

import (
	"fmt"
	"maps"
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// MetadataRefresh: an authorization may change what is known of the user.
var MetadataRefresh = &rule.Rule{
	ID:        "AUTHN-METADATA-REFRESH",
	Phase:     rule.Authentication,
	Level:     rule.May,
	Statement: "After an authorization the service may look at the profile once more, for metadata that it has changed.",
	Why:       "Some MVPDs tell things like the household only when they authorize; whoever never looks again does not learn them.",
	Remedy:    "Ask profiles/{mvpd} once after the first authorization of a profile, if the metadata matters.",
	Occasion:  "question for metadata after an authorization had changed it",
	Missing:   "no app asked for metadata that an authorization had changed",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq18"},
		{Page: "user-metadata", Anchor: "user-metadata"},
	},
	Feature: rule.MetadataFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, change := range e.Did(journal.Alter) {
			if change.Text("what") != "metadata" {
				continue
			}
			if by := authorizedAfter(e, change); by != nil {
				cases = append(cases, heardOf(e, change, by)...)
			}
		}
		return cases
	},
}

// authorizedAfter is the first permit for a device after its metadata was changed, or nil.
func authorizedAfter(e *rule.Evidence, change *journal.Act) *journal.Exchange {
	for _, x := range e.Operations("authorize") {
		if e.Name(x) != change.Device || !x.Start.After(change.End) {
			continue
		}
		for _, d := range rule.Decisions(x) {
			if d.Authorized {
				return x
			}
		}
	}
	return nil
}

// heardOf judges the first question for metadata after the authorization.
func heardOf(e *rule.Evidence, change *journal.Act, by *journal.Exchange) []rule.Case {
	fresh := change.Map("attributes")
	for _, a := range e.Did(journal.Metadata) {
		if a.Device != change.Device || !a.Start.After(by.End) || !a.Answered() {
			continue
		}
		got := a.Map("attributes")
		for _, name := range slices.Sorted(maps.Keys(got)) {
			if _, ok := fresh[name].(string); !ok {
				continue
			}
			if fmt.Sprint(got[name]) != fresh[name] {
				return []rule.Case{rule.Prove(rule.Complain("%s of %s is still %v, and was changed to %v with the authorization; the profile may be asked for once more", name, a.Device, got[name], fresh[name]), change, by, a)}
			}
		}
		for name := range got {
			if fmt.Sprint(got[name]) == fresh[name] {
				return []rule.Case{rule.Prove(nil, change, by, a)}
			}
		}
		return nil
	}
	return nil
}
