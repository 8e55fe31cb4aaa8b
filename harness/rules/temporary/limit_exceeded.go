package temporary

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// watched is how long after a refusal the service is held to it.
const watched = 5 * time.Second

// LimitExceeded: enough is enough.
var LimitExceeded = &rule.Rule{
	ID:        "TEMP-LIMIT-EXCEEDED",
	Phase:     rule.Temporary,
	Level:     rule.Must,
	Statement: "When temporary access is over it ends: no repeat, no new device id, no logout; the user is invited to sign in. Its other errors are not repeated either.",
	Why:       "The end of a preview is when viewers become subscribers; an error in place of the invitation loses them, and repeats change nothing.",
	Remedy:    "Tell temporary_access_duration_limit_exceeded and temporary_access_resources_limit_exceeded apart from faults, whatever their action, and offer the login.",
	Occasion:  "call that was refused with an error of temporary access",
	Missing:   "temporary access was never refused",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-temporary-flows", Anchor: "workflow-retrieve-authorization-decisions-when-basic-or-promotional-temppass-expires"},
		{Page: "rest-api-v2-access-temporary-flows", Anchor: "workflow-consume-maximum-number-of-resources-using-promotional-temppass"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
		{Page: "rest-api-v2-profiles-apis-retrieve-profile-for-specific-mvpd", Anchor: "response"},
	},
	Feature: rule.TemporaryAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		again := map[journal.ID]bool{} // a repeat is judged with its first
		for _, x := range onTempPass(e, "authorize", "profilesByMvpd") {
			code, who := refused(x), e.Name(x)
			if code == "" || who == "" || again[x.ID] {
				continue
			}
			until := x.End.Add(watched)
			if a := e.Next(who, x.End, until, rule.AppVerbs...); a != nil {
				until = a.Start
			}
			repeats := onTempPass(e.Between(x.End, until), x.Operation)
			repeats = slices.DeleteFunc(repeats, func(y *journal.Exchange) bool { return e.Name(y) != who || y.MVPD != x.MVPD })
			for _, y := range repeats {
				again[y.ID] = true
			}
			c, proof := insisted(x, code, repeats, calls(e, who, x.End, until, "logout"))
			if c == nil {
				c, proof = uninvited(e, x, code)
			}
			if c != nil {
				cases = append(cases, rule.Prove(c, x, proof))
			} else if alive, ok := e.AliveAt(x.End.Add(lived)); ok {
				cases = append(cases, rule.Prove(nil, x, alive))
			}
		}
		return cases
	},
}

// insisted judges what the service did after a refusal without being asked to.
func insisted(x *journal.Exchange, code string, repeats, logouts []*journal.Exchange) (*rule.Complaint, journal.Entry) {
	switch {
	case len(logouts) > 0:
		return rule.Complain("the user was signed out after %s; wanted the profile of the MVPD left alone", code), logouts[0]
	case len(repeats) == 0:
		return nil, nil
	case repeats[0].Device != x.Device:
		return rule.Complain("%s was called again with another device identifier after %s; wanted the preview to end", x.Operation, code), repeats[0]
	}
	return rule.Complain("%s was called again %v after %s; wanted no repeat", x.Operation, repeats[0].Start.Sub(x.End).Round(time.Millisecond), code), repeats[0]
}

// uninvited judges what the app was told at the end of a preview, as far as the answer
// can tell it.
func uninvited(e *rule.Evidence, x *journal.Exchange, code string) (*rule.Complaint, journal.Entry) {
	a := e.UnderWay(x, 0, journal.Preview)
	if a == nil || !slices.Contains(limits, code) || x.Operation != "authorize" {
		return nil, nil
	}
	invited, told := a.Answer["signIn"].(bool)
	if a.Answered() && !a.Flag("allowed") && told && !invited {
		return rule.Complain("the app was not told to let the user sign in after %s; wanted the invitation", code), a
	}
	return nil, nil // that the app gets its answer, and a deny, is the matter of AUTHZ-RELAY-DECISION and AUTHZ-DENY-WINS
}
