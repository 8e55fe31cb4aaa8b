package temporary

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileQuery: where the state of a trial stands.
var ProfileQuery = &rule.Rule{
	ID:        "TEMP-PROFILE-QUERY",
	Phase:     rule.Temporary,
	Level:     rule.May,
	Passive:   true,
	Statement: "What is left of a trial is read from the profile of the TempPass; the list of all profiles does not have it.",
	Why:       "A service that looks for the trial in the list of all profiles never finds it and tells every user that nothing is left.",
	Remedy:    "Call profiles/{mvpd} with the id of the TempPass, and the user's identity for a promotional one.",
	Occasion:  "look at what is left of a trial",
	Missing:   "nobody looked at what is left of a trial",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-temporary-flows", Anchor: "retrieve-profile-for-promotional-temppass"},
		{Page: "temp-pass-feature", Anchor: "promotional-temp-pass-feature-details"},
		{Page: "rest-api-v2-profiles-apis-retrieve-profiles", Anchor: "success"},
	},
	Feature: rule.TemporaryAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		cases := rule.Each(onTempPass(e, "profilesByMvpd"), func(*journal.Exchange) *rule.Complaint { return nil })
		for _, a := range e.Did(journal.Remaining) {
			all := e.During(a, 0, "profiles")
			if len(all) > 0 && len(onTempPass(e.Between(a.Start, a.End), "profilesByMvpd")) == 0 {
				cases = append(cases, rule.Prove(rule.Complain("what is left of a trial was looked for among all profiles, which never have it; wanted profiles/{mvpd} with the TempPass"), a, all[0]))
			}
		}
		return cases
	},
}
