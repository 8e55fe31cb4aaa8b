package singlesignon

import (
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PartnerErrors: a response that is refused leads to the regular flow.
var PartnerErrors = &rule.Rule{
	ID:        "SSO-PARTNER-ERRORS",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.AppleSSO,
	Statement: "A response of the framework that Adobe Pass refuses (invalid_header_pfs_..., invalid_parameter_saml_response) is not sent again, and the user can sign in by the regular flow.",
	Why:       "A response that was refused is refused for ever: repeating it makes load, and the user waits before a screen that never changes.",
	Remedy:    "Tell the app that the partner's login has failed, and offer the list of TV providers.",
	Occasion:  "refused response of the framework",
	Missing:   "no response of the framework was refused, or nobody signed in afterwards",
	Sources: []rule.Source{
		{Page: "rest-api-v2-partner-single-sign-on-apis-retrieve-profile-using-partner-authentication-response", Anchor: "error"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		all := e.Operations("partnerProfile")
		repeat := map[journal.ID]bool{}
		for i, x := range all {
			if text, _ := field(x, "SAMLResponse"); !refused(x) || repeat[x.ID] || count(all[:i], text) > 0 {
				continue // what was good for a profile before is the matter of SSO-PARTNER-PROFILE-ONCE
			}
			code := rule.Refused(x).Code
			again := slices.DeleteFunc(slices.Clone(all[i+1:]), func(y *journal.Exchange) bool {
				return e.Name(y) != e.Name(x) || string(y.Request.Body) != string(x.Request.Body)
			})
			for _, y := range again {
				repeat[y.ID] = true
			}
			if len(again) > 0 {
				cases = append(cases, rule.Prove(rule.Complain("the response was sent again %v after %s; wanted the regular flow", again[0].Start.Sub(x.End).Round(time.Millisecond), code), x, again[0]))
				continue
			}
			cases = append(cases, offers(e, x, code)...)
		}
		return cases
	},
}

// refused tells whether Adobe Pass has named a fault of the framework's response.
func refused(x *journal.Exchange) bool {
	code := rule.Refused(x).Code
	return strings.HasPrefix(code, "invalid_header_pfs_") || code == "invalid_parameter_saml_response"
}

// settled is how long a repeat is waited for.
const settled = 2 * time.Second

// offers judges what the app can do next: it gets a code, with this answer or at the next
// login.
func offers(e *rule.Evidence, x *journal.Exchange, code string) []rule.Case {
	a := e.UnderWay(x, late, journal.Partner)
	alive, ok := e.AliveAt(x.End.Add(settled))
	switch {
	case a == nil || !ok:
		return nil
	case !a.Answered():
		return []rule.Case{rule.Prove(rule.Complain("after %s the app got no answer: %s; wanted the regular flow", code, a.Failure), x, a)}
	case a.Flag("signedIn"):
		return []rule.Case{rule.Prove(rule.Complain("after %s the app was told that the user is signed in; wanted the regular flow", code), x, a)}
	case a.Text("code") != "":
		return []rule.Case{rule.Prove(nil, x, a, alive)}
	}
	login := e.Next(a.Device, a.End, rule.Never, journal.Login)
	switch {
	case login == nil:
		return nil
	case login.Text("code") == "":
		return []rule.Case{rule.Prove(rule.Complain("after %s the next login gave no code; wanted the regular flow", code), x, login)}
	}
	return []rule.Case{rule.Prove(nil, x, login)}
}
