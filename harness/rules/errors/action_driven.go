package errors

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ActionDriven: the remedy follows the action of an error. Its repeats, registrations and
// logouts have rules of their own; here is what the service makes its app believe.
var ActionDriven = &rule.Rule{
	ID:        "ERR-ACTION-DRIVEN",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "The reaction to an enhanced error follows its action, not its status: only authentication makes a user sign in again, and only application-registration a device register.",
	Why:       "One reaction to every 403 signs users out whose provider was slow for a second, and leaves those signed in whose session has ended.",
	Remedy:    "Decide by the action: none and configuration end the request, retry repeats it, authentication leads to a login; always answer the app.",
	Occasion:  "documented error that the app's request met",
	Missing:   "no request of the app met a documented error",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-representation-action"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			act := asker(e, x)
			if act == nil || x.Response.Status == 401 {
				continue
			}
			for _, r := range refusals(x) {
				if known(r) && r.Action != "application-registration" {
					cases = append(cases, reaction(e, act, x, r)...)
				}
			}
		}
		return cases
	},
}

func reaction(e *rule.Evidence, act *journal.Act, x *journal.Exchange, r rule.Refusal) []rule.Case {
	if !told(act) {
		return []rule.Case{rule.Prove(rule.Complain("the app got no answer to its %s (%s) after %s; wanted an answer", act.Verb, act.Failure, r.Code), x, act)}
	}
	if again := registered(e, act, x); again != nil {
		return []rule.Case{rule.Prove(rule.Complain("the device was registered again after %s (action %s); wanted that for application-registration only", r.Code, r.Action), x, again)}
	}
	if next := believed(e, act); next != nil {
		return []rule.Case{rule.Prove(belief(e, x, r, next), x, next)}
	}
	if alive, ok := e.AliveAt(x.End.Add(quiet)); ok {
		return []rule.Case{rule.Prove(nil, x, alive)}
	}
	return nil
}

// registered is a registration for the device of an act that followed the error before
// the act ended, or soon after.
func registered(e *rule.Evidence, act *journal.Act, x *journal.Exchange) *journal.Exchange {
	for _, y := range e.During(act, time.Second, "register") {
		if y.Start.After(x.End) {
			return y
		}
	}
	return nil
}

// soon is how long what the app is told can be put down to the error: profiles end too.
const soon = 30 * time.Second

// believed is the next status of the device, unless its user signs in or out before.
func believed(e *rule.Evidence, act *journal.Act) *journal.Act {
	for _, a := range e.Acts {
		if a.Start.After(act.End.Add(soon)) {
			return nil
		}
		if a.Device != act.Device || !a.Start.After(act.End) {
			continue
		}
		switch a.Verb {
		case journal.Status:
			if a.Answered() {
				return a
			}
			return nil
		case journal.Login, journal.Returned, journal.Activate, journal.Logout, journal.Play, journal.Preauthorize:
			return nil // what follows may be the doing of that
		}
	}
	return nil
}

// belief judges what the app is told after an error of a decision.
func belief(e *rule.Evidence, x *journal.Exchange, r rule.Refusal, status *journal.Act) *rule.Complaint {
	if x.Operation != "authorize" && x.Operation != "preauthorize" {
		return nil
	}
	found, looked := profileSince(e, x, status)
	if ended(e, x, status) {
		return nil // the one has nothing to do with the other
	}
	switch signedIn := status.Flag("signedIn"); {
	case r.Action != "authentication" && !signedIn && (!looked || found):
		return rule.Complain("the app was told that its user is signed out after %s (action %s); wanted that for the action authentication only", r.Code, r.Action)
	case r.Action == "authentication" && signedIn && !looked && !ofProfile[r.Code]:
		return rule.Complain("the app was told that its user is signed in, and Adobe Pass was not asked, after %s; wanted the user to sign in again", r.Code)
	}
	return nil
}

// ended tells whether the profile has come to its end since x, by time or by another answer.
func ended(e *rule.Evidence, x *journal.Exchange, until *journal.Act) bool {
	return slices.ContainsFunc(e.Ends(until.Device), func(end rule.End) bool {
		return end.Entry != journal.Entry(x) && end.At.After(x.Start) && !end.At.After(until.End)
	})
}

// ofProfile are the codes that say that the profile itself is gone: AUTHN rules judge
// what becomes of it. A temporary access that is over ends no profile.
var ofProfile = map[string]bool{
	"authenticated_profile_missing": true, "authenticated_profile_expired": true, "authenticated_profile_invalidated": true,
	"temporary_access_duration_limit_exceeded": true, "temporary_access_resources_limit_exceeded": true,
}

// profileSince tells whether Adobe Pass was asked for a profile of the device since x, and
// whether it had one.
func profileSince(e *rule.Evidence, x *journal.Exchange, until *journal.Act) (found, looked bool) {
	who := e.Name(x)
	for _, y := range e.Operations("profiles", "profilesByMvpd", "profilesByCode", "createSession") {
		if y.Start.After(x.Start) && !y.Start.After(until.End) && e.Name(y) == who {
			looked, found = true, rule.HasProfile(y)
		}
	}
	return found, looked
}
