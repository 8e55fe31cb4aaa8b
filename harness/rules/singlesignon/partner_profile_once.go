package singlesignon

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PartnerProfileOnce: a partner's response makes a profile once.
var PartnerProfileOnce = &rule.Rule{
	ID:      "SSO-PARTNER-PROFILE-ONCE",
	Phase:   rule.SingleSignOn,
	Level:   rule.Must,
	Passive: true,
	Feature: rule.AppleSSO,
	Statement: "profiles/sso/{partner} is called once for each response of the framework, and for nothing else: whether the user is signed in is asked at the profiles endpoints. " +
		"Its 201 is a success, and an empty map in it no login.",
	Why:      "A response holds for minutes and for one use: whoever replays it to see whether the user is signed in signs him out.",
	Remedy:   "Call it when the app hands over a response, read the profile of the answer, and use profiles or profiles/{mvpd} from then on.",
	Occasion: "response of the framework",
	Missing:  "no response of the framework was followed by a look at the user's status",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq10"},
		{Page: "apple-sso-cookbook-rest-api-v2", Anchor: "workflow"},
		{Page: "rest-api-v2-partner-single-sign-on-apis-retrieve-profile-using-partner-authentication-response", Anchor: "response"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		sent := map[string][]*journal.Exchange{} // by what was sent
		var cases []rule.Case
		all := e.Operations("partnerProfile")
		for i, x := range all {
			text, ok := field(x, "SAMLResponse")
			if !ok {
				cases = append(cases, rule.Prove(rule.Complain("profiles/sso was called without a SAMLResponse; wanted the profiles endpoints for a look at the status"), x))
				continue
			}
			before := sent[text]
			sent[text] = append(before, x)
			switch {
			case len(before) == 0:
				cases = append(cases, took(e, x, text, all[i+1:])...)
			case refused(before[0]), len(before) == 1 && again(before[0]): // SSO-PARTNER-ERRORS; what may be repeated once
			default:
				c := rule.Complain("a SAMLResponse was sent again %v after the first time; wanted each once", x.Start.Sub(before[0].Start).Round(time.Millisecond))
				cases = append(cases, rule.Prove(c, before[0], x))
			}
		}
		return cases
	},
}

// again tells whether a call may be repeated once.
func again(x *journal.Exchange) bool {
	return x.Response.Status == 0 || x.Response.Status >= 500 || rule.Refused(x).Action == "retry"
}

func count(xs []*journal.Exchange, text string) (n int) {
	for _, x := range xs {
		if other, _ := field(x, "SAMLResponse"); other == text {
			n++
		}
	}
	return n
}

// took judges what a first response has led to, once a look at the status has followed.
func took(e *rule.Evidence, x *journal.Exchange, text string, later []*journal.Exchange) []rule.Case {
	a := e.UnderWay(x, late, journal.Partner)
	if a == nil || x.Response.Status/100 != 2 || count(later, text) > 0 {
		return nil
	}
	looked := e.Next(a.Device, a.End, rule.Never, journal.Status)
	switch has := rule.HasProfile(x); {
	case !has && a.Flag("signedIn"):
		return []rule.Case{rule.Prove(rule.Complain("profiles/sso gave no profile, and the app was told that the user is signed in; wanted the regular flow"), x, a)}
	case looked == nil:
		return nil
	case has && !a.Answered():
		return []rule.Case{rule.Prove(rule.Complain("profiles/sso answered %d with a profile, and the app got no answer: %s; wanted a login", x.Response.Status, a.Failure), x, a)}
	case has && !a.Flag("signedIn") && !looked.Flag("signedIn"):
		return []rule.Case{rule.Prove(rule.Complain("profiles/sso answered %d with a profile, and the user is not signed in; wanted a login", x.Response.Status), x, looked)}
	}
	return []rule.Case{rule.Prove(nil, x, looked)}
}
