package authentication

import (
	"maps"
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// MetadataFromProfile: user metadata was received with the profile.
var MetadataFromProfile = &rule.Rule{
	ID:        "AUTHN-METADATA-FROM-PROFILE",
	Phase:     rule.Authentication,
	Level:     rule.Should,
	Statement: "User metadata is taken from the attributes of the profile, by its value and state; no call is made for it.",
	Why:       "A call for each attribute is load for nothing, and an app that gets a wrapper or a ciphertext can do nothing with it.",
	Remedy:    "Keep the attributes with the profile, hand out value where state is plain, and decrypt it where state is enc.",
	Occasion:  "question for metadata of a user whose profile was known",
	Missing:   "no app asked for the metadata of a user whose profile was known",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq18"},
		{Page: "user-metadata", Anchor: "rest-api-v2"},
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authentication-phase"},
	},
	Feature: rule.MetadataFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known := histories(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Metadata) {
			s := at(known[a.Device], a.Start)
			if !a.Answered() || !s.cached(a) {
				continue
			}
			calls := slices.DeleteFunc(append(e.During(a, 0, "profiles"), e.During(a, 0, "profilesByMvpd")...), func(x *journal.Exchange) bool { return x.Client != s.by.Client })
			if len(calls) > 0 {
				cases = append(cases, rule.Prove(rule.Complain("%s was asked when the app of %s wanted metadata; wanted the attributes that had come with the profile", calls[0].Operation, a.Device), s.by, calls[0]))
				continue
			}
			if complaint, right := delivered(a.Map("attributes"), s); complaint != nil || right {
				cases = append(cases, rule.Prove(complaint, s.by, a))
			}
		}
		return cases
	},
}

// delivered compares what the app got with the attributes of the profile. right: at
// least one was there. A service may leave out what its app does not need, and name
// things as it likes.
func delivered(got map[string]any, s standing) (complaint *rule.Complaint, right bool) {
	for _, name := range slices.Sorted(maps.Keys(got)) {
		value := got[name]
		for _, p := range s.profiles {
			attribute, ok := p.Attributes[name]
			if !ok {
				continue
			}
			wrapper, _ := value.(map[string]any)
			_, hasValue := wrapper["value"]
			_, hasState := wrapper["state"]
			text, _ := value.(string)
			switch {
			case hasValue && hasState:
				return rule.Complain("the app got %s as value and state; wanted the value", name), false
			case attribute.State == "enc" && text != "" && text == attribute.Value:
				return rule.Complain("the app got %s as it was encrypted; wanted it decrypted or left out", name), false
			}
			right = true
		}
	}
	return nil, right
}
