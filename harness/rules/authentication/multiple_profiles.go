package authentication

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// MultipleProfiles: a device with several profiles uses one of them.
var MultipleProfiles = &rule.Rule{
	ID:        "AUTHN-MULTIPLE-PROFILES",
	Phase:     rule.Authentication,
	Level:     rule.Should,
	Statement: "When a device has more than one profile the user, or a rule such as the longest validity, chooses one, and that one is used from then on.",
	Why:       "A service that expects one profile fails for everyone with two; one that takes any asks a different provider each time.",
	Remedy:    "Take the profile that lives longest, or ask the user, and remember which it is.",
	Occasion:  "answer with more than one profile that decisions followed",
	Missing:   "no device had more than one profile and played twice",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-authentication-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq11"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		seen := map[string]bool{}
		for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode") {
			who := e.Name(x)
			if found := rule.Profiles(x); len(found) > 1 && who != "" && !seen[who] {
				seen[who] = true
				cases = append(cases, chosenOne(e, who, x, found)...)
			}
		}
		return cases
	},
}

// chosenOne judges what became of an answer with several profiles.
func chosenOne(e *rule.Evidence, who string, x *journal.Exchange, found map[string]rule.Profile) []rule.Case {
	a := during(e, who, x, journal.Status, journal.Login, journal.Play, journal.Preauthorize)
	if a != nil && (!a.Answered() || a.Refused()) {
		return []rule.Case{rule.Prove(rule.Complain("the app of %s got an error on %s when there were %d profiles; wanted one to be chosen", who, a.Verb, len(found)), x, a)}
	}
	until := x.End.AddDate(1, 0, 0)
	for _, b := range e.Did(journal.Login, journal.Logout) {
		if b.Device == who && b.Start.After(x.End) && b.Start.Before(until) {
			until = b.Start
		}
	}
	var first *journal.Exchange
	for _, y := range e.Operations("authorize", "preauthorize") {
		if e.Name(y) != who || !y.Start.After(x.End) || !y.Start.Before(until) {
			continue
		}
		if _, ok := found[y.MVPD]; !ok {
			return []rule.Case{rule.Prove(rule.Complain("a decision was asked for with %q, which is none of the %d profiles; wanted one of them", y.MVPD, len(found)), x, y)}
		}
		switch {
		case first == nil:
			first = y
		case y.MVPD != first.MVPD:
			return []rule.Case{rule.Prove(rule.Complain("decisions were asked for with %q and then with %q; wanted one profile to be chosen and kept", first.MVPD, y.MVPD), x, first, y)}
		default:
			return []rule.Case{rule.Prove(nil, x, first, y)}
		}
	}
	return nil
}
