package degraded

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Recovery: when it is over, it is over.
var Recovery = &rule.Rule{
	ID:        "DEGR-RECOVERY",
	Phase:     rule.Degraded,
	Level:     rule.Must,
	Statement: "When a degradation rule ends, users without a profile sign in again and the others get the decisions of their MVPD.",
	Why:       "A service that remembers that an MVPD was degraded keeps users away from the login who now need it, until somebody restarts it.",
	Remedy:    "Keep no state of degradation: ask for sessions, profiles and decisions as always and follow the answers.",
	Occasion:  "login or press of play after a degradation rule has ended",
	Missing:   "nobody whom a degradation rule had let in signed in or played after its end",
	Sources: []rule.Source{
		{Page: "rest-api-v2-access-degraded-flows", Anchor: "workflow-perform-authentication-while-degradation-is-applied"},
		{Page: "rest-api-v2-access-degraded-flows", Anchor: "workflow-retrieve-authorization-decisions-while-degradation-is-applied"},
	},
	Feature: rule.DegradedAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		rules := map[string]*journal.Act{} // by id
		for _, a := range e.Did(journal.Degrade) {
			rules[a.Text("id")] = a
		}
		var cases []rule.Case
		for _, end := range e.Did(journal.Restore) {
			set := rules[end.Text("id")]
			if set == nil || e.Next(end.Device, set.End, end.Start, journal.Play) == nil || !used(e, set, end) {
				continue // nobody has made use of the rule
			}
			cases = append(cases, recovered(e, set, end)...)
		}
		return cases
	},
}

// used tells whether Adobe Pass has let the device in, or permitted it something, because
// the rule was in force.
func used(e *rule.Evidence, set, end *journal.Act) bool {
	return slices.ContainsFunc(e.Between(set.Start, end.End).Operations(), func(x *journal.Exchange) bool {
		if e.Name(x) != end.Device {
			return false
		}
		_, in := admitted(x)
		return in || slices.ContainsFunc(rule.Decisions(x), func(d rule.Decision) bool { return d.Source == degradation })
	})
}

// recovered judges what was done for a device between the end of one rule and the
// beginning of the next.
func recovered(e *rule.Evidence, set, end *journal.Act) []rule.Case {
	until := rule.Never
	if a := e.Next(end.Device, end.End, rule.Never, journal.Degrade); a != nil {
		until = a.Start
	}
	var cases []rule.Case
	for _, a := range e.Between(end.End, until).Did(journal.Play, journal.Login) {
		if a.Device != end.Device || !a.Answered() {
			continue
		}
		if a.Verb == journal.Play {
			if x := asked(e, a); x != nil { // to ask is all: what the answer is worth, others judge
				cases = append(cases, rule.Prove(nil, end, x))
			}
			continue
		}
		if set.Text("rule") == authNAll && !known(e, end, a) {
			cases = append(cases, login(e, end, a)...)
		}
	}
	return cases
}

// login judges a login of somebody without a profile. One that was offered is kept if
// Adobe Pass was asked for it; a code from elsewhere is the matter of other rules.
func login(e *rule.Evidence, end, a *journal.Act) []rule.Case {
	if c := offered(e, end, a); c != nil {
		return []rule.Case{rule.Prove(c, end, a)}
	}
	if sessions := e.During(a, 0, "createSession"); len(sessions) > 0 {
		return []rule.Case{rule.Prove(nil, end, sessions[0], a)}
	}
	return nil
}

// offered wants a login where somebody without a profile asks for one.
func offered(e *rule.Evidence, end, login *journal.Act) *rule.Complaint {
	switch {
	case login.Text("code") != "" || login.Text("url") != "":
		return nil
	case login.Flag("signedIn"):
		return rule.Complain("the app heard that the user of %s is signed in, although %s is no longer degraded and no profile was found since; wanted a login", end.Device, end.Text("mvpd"))
	case len(e.During(login, 0, "createSession")) == 0:
		return rule.Complain("no session was asked for when the user of %s wanted to sign in after the end of the degradation of %s; wanted a login", end.Device, end.Text("mvpd"))
	}
	return nil
}

// known tells whether the user of a device may count as signed in at a login: a profile
// was found since the rule ended, or there is one from before and nobody has said that
// it is gone. How long that one holds is the matter of DEGR-PROFILE-SHORT-LIVED.
func known(e *rule.Evidence, end, login *journal.Act) bool {
	before, gone := false, false
	for _, x := range e.Operations() {
		if x.Start.After(login.End) || e.Name(x) != end.Device {
			continue
		}
		since := x.Start.After(end.Start)
		if since && rule.HasProfile(x) {
			return true
		}
		before = before || rule.HasProfile(x)
		gone = gone || since && missing(x)
	}
	return before && !gone
}

// missing tells whether an answer says that there is no profile.
func missing(x *journal.Exchange) bool {
	if rule.Refused(x).Code == "authenticated_profile_missing" {
		return true
	}
	for _, d := range rule.Decisions(x) {
		if d.Error.Code == "authenticated_profile_missing" {
			return true
		}
	}
	return false
}
