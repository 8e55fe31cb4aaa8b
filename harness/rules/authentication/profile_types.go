package authentication

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileTypes: a profile is a profile, however it came about.
var ProfileTypes = &rule.Rule{
	ID:        "AUTHN-PROFILE-TYPES",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "Profiles of every type, regular, degraded, temporary or of single sign-on, count as signed in.",
	Why:       "A service that takes regular profiles only shuts users out in the very situation for which the others were made.",
	Remedy:    "Do not look at the type: a valid profile leads to decisions with its MVPD.",
	Occasion:  "press of play of a user with a profile",
	Missing:   "no user with a profile pressed play",
	Sources: []rule.Source{
		{Page: "rest-api-v2-profiles-apis-retrieve-profile-for-specific-mvpd", Anchor: "success"},
		{Page: "rest-api-v2-access-degraded-flows", Anchor: "retrieve-profile-while-degradation-is-applied"},
		{Page: "profiles", Anchor: "profiles"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known := histories(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Play, journal.Preview) {
			s := at(known[a.Device], a.Start)
			for mvpd, p := range s.profiles {
				preview := p.Type == "temporary"
				if len(s.profiles) == 1 && p.Type != "" && s.valid(a.End) && declares(e, p.Type) && preview == (a.Verb == journal.Preview) {
					cases = append(cases, welcomed(e, a, s, mvpd, p)...)
				}
			}
		}
		return cases
	},
}

// declares tells whether the service has the feature that a type of profile belongs to.
func declares(e *rule.Evidence, kind string) bool {
	switch kind {
	case "degraded":
		return e.Declared.Has(rule.DegradedAccess)
	case "temporary":
		return e.Declared.Has(rule.TemporaryAccess) || e.Declared.Has(rule.PromotionalTemporaryAccess)
	case "appleSSO":
		return e.Declared.Has(rule.AppleSSO)
	case "platformSSO":
		return e.Declared.Has(rule.PlatformSSO) || e.Declared.Has(rule.AmazonSSO) || e.Declared.Has(rule.RokuSSO)
	case "serviceTokenSSO":
		return e.Declared.Has(rule.ServiceTokenSSO)
	}
	return true
}

// welcomed judges a press of play of a user with a profile. What else may keep a
// decision from being asked for is not told by the type; a temporary access may be used up.
func welcomed(e *rule.Evidence, a *journal.Act, s standing, mvpd string, p rule.Profile) []rule.Case {
	for _, x := range e.During(a, 0, "authorize") {
		if x.MVPD == mvpd {
			return []rule.Case{rule.Prove(nil, s.by, x)}
		}
	}
	if p.Type == "regular" || p.Type == "temporary" || a.Flag("allowed") || !a.Answered() || disturbed(e, a) {
		return nil
	}
	return []rule.Case{rule.Prove(rule.Complain("%s pressed play with a %s profile of %q, and no decision was asked for; wanted it to count as signed in", a.Device, p.Type, mvpd), s.by, a)}
}

// disturbed tells whether Adobe Pass refused anything while an app waited: then that may
// be the reason for whatever came of it.
func disturbed(e *rule.Evidence, a *journal.Act) bool {
	for _, x := range e.Between(a.Start, a.End).Operations() {
		if x.Response.Status/100 != 2 && (e.Name(x) == a.Device || e.Name(x) == "") {
			return true
		}
	}
	return false
}
