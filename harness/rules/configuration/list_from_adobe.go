package configuration

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ListFromAdobe: the list that users see is Adobe's.
var ListFromAdobe = &rule.Rule{
	ID:        "CFG-LIST-FROM-ADOBE",
	Phase:     rule.Configuration,
	Level:     rule.Should,
	Statement: "Users pick from the list that the configuration delivers, so that MVPDs which are switched off disappear and new ones appear.",
	Why:       "A list of one's own offers providers that Adobe Pass refuses, until somebody notices and releases a new one.",
	Remedy:    "Fill the list from GET configuration each time the cache has run out; a filter may take entries away.",
	Occasion:  "list of providers that could be told from other lists",
	Missing:   "no list of providers was shown that differs from the one of another platform or time",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq6"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq8"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq9"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range pickers(e) {
			id, from := p.strange()
			start := cold(e, &p)
			switch {
			case len(p.own)+len(p.other) == 0 && start != nil:
				cases = append(cases, rule.Prove(rule.Complain("%s was shown %d providers although the service has never fetched a configuration; wanted the list of Adobe Pass", p.Device, len(p.shown)), start, p.Act))
			case from != nil && p.fresh():
				cases = append(cases, rule.Prove(rule.Complain("%s was shown %q, which the configuration that came for it does not have; wanted what it delivers", p.Device, id), p.last(), p.Act))
			case from == nil && p.last() != nil && tells(&p):
				cases = append(cases, rule.Prove(nil, p.last(), p.Act))
			}
		}
		return cases
	},
}

// cold is the start of the service, after which nothing can have been cached; nil where
// it ran before.
func cold(e *rule.Evidence, p *picker) *journal.Act {
	for _, a := range e.Did(journal.Start) {
		if a.Answered() && !a.End.After(p.Start) {
			return a
		}
	}
	return nil
}

// tells tells whether the list shows where it comes from: it has what another platform's
// lacks, or lacks what that has.
func tells(p *picker) bool {
	own := p.current()
	for _, x := range p.other {
		theirs := ids(x)
		for _, id := range own {
			if slices.Contains(p.shown, id) && !slices.Contains(theirs, id) {
				return true
			}
		}
		for _, id := range theirs {
			if !slices.Contains(own, id) {
				return true // and strange would have found it if it were shown
			}
		}
	}
	return false
}
