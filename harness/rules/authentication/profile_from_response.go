package authentication

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ProfileFromResponse: the MVPD is the one that has authenticated.
var ProfileFromResponse = &rule.Rule{
	ID:        "AUTHN-PROFILE-FROM-RESPONSE",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "The MVPD of later calls is the key of the profiles that were returned, not one that was known before.",
	Why:       "The user may have signed in with another provider than last time: decisions with the old one are refused.",
	Remedy:    "Take the key of the profiles map and remember it in place of whatever was remembered.",
	Occasion:  "login whose MVPD could not be known before, and that was used afterwards",
	Missing:   "no login brought an MVPD that was not known before, and was followed by a decision or a logout",
	Sources: []rule.Source{
		{Page: "rest-api-v2-profiles-apis-retrieve-profile-for-specific-code", Anchor: "success"},
		{Page: "rest-api-v2-basic-authentication-secondary-application-flow", Anchor: "workflow-perform-authentication-within-secondary-application-without-preselected-mvpd"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range attempts(e) {
			if a.success == nil || nameOf(a) == "" {
				continue
			}
			found := rule.Profiles(a.success)
			if len(found) != 1 {
				continue // the matter of AUTHN-MULTIPLE-PROFILES
			}
			for key := range found {
				cases = append(cases, usedNext(e, a, key)...)
			}
		}
		return cases
	},
}

// usedNext judges the first use of an MVPD after a login. What could be known before
// proves nothing when it is right.
func usedNext(e *rule.Evidence, a *attempt, key string) []rule.Case {
	who := nameOf(a)
	for _, x := range e.Operations("preauthorize", "authorize", "logout", "createSession") {
		if e.Name(x) != who || !x.Start.After(a.success.End) {
			continue
		}
		switch {
		case x.Operation == "createSession":
			return nil // a new login
		case x.MVPD == key && chosen(e, a) != key:
			return []rule.Case{rule.Prove(nil, a.success, x)}
		case x.MVPD == key, strings.EqualFold(x.MVPD, key):
			return nil // another spelling is the matter of CFG-MVPD-ID-VERBATIM
		}
		return []rule.Case{rule.Prove(rule.Complain("%s was asked with %q although the login of %s had brought a profile of %q; wanted the MVPD of the profile", x.Operation, x.MVPD, a.code, key), a.success, x)}
	}
	return nil
}

// chosen is the MVPD that the user had picked on the device itself before the login;
// empty where it was picked elsewhere.
func chosen(e *rule.Evidence, a *attempt) string {
	for _, l := range e.Did(journal.Login) {
		if l.Text("code") == a.code {
			return l.Text("mvpd")
		}
	}
	return ""
}
