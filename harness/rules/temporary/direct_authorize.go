package temporary

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DirectAuthorize: a preview begins with a decision.
var DirectAuthorize = &rule.Rule{
	ID:        "TEMP-DIRECT-AUTHORIZE",
	Phase:     rule.Temporary,
	Level:     rule.Should,
	Statement: "Temporary access goes straight to decisions/authorize with the TempPass: no list of MVPDs, no session, no login.",
	Why:       "A free preview is for people who do not want to sign in; each step before it loses some of them and costs calls.",
	Remedy:    "Call decisions/authorize with the id of the TempPass when a preview is started, and nothing before it.",
	Occasion:  "free preview that was started",
	Missing:   "no free preview was started",
	Sources: []rule.Source{
		{Page: "temp-pass-feature", Anchor: "basic-temp-pass-feature-details"},
		{Page: "rest-api-v2-access-temporary-flows", Anchor: "workflow-retrieve-authorization-decisions-using-basic-temppass"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "samples"},
	},
	Feature: rule.TemporaryAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		over := map[string]bool{} // devices whose trial is known to be over
		for _, a := range e.Did(journal.Preview) {
			asked := trials(e, a)
			detours := calls(e, a.Device, a.Start, a.End, "configuration", "createSession", "resumeSession")
			switch {
			case len(detours) > 0:
				cases = append(cases, rule.Prove(rule.Complain("%s was called when a free preview was started; wanted decisions/authorize and nothing before it", detours[0].Operation), a, detours[0]))
			case len(asked) > 0:
				cases = append(cases, rule.Prove(nil, a, asked[0]))
			case a.Answered() && !a.Flag("allowed") && a.Flag("signIn") && !over[a.Device]:
				cases = append(cases, rule.Prove(rule.Complain("the user was asked to sign in and no decision was asked for when a free preview was started; wanted a decision of the TempPass"), a))
			}
			over[a.Device] = over[a.Device] || slices.ContainsFunc(asked, func(x *journal.Exchange) bool { return refused(x) != "" })
		}
		return cases
	},
}
