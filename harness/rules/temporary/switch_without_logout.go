package temporary

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SwitchWithoutLogout: one does not exclude the other.
var SwitchWithoutLogout = &rule.Rule{
	ID:        "TEMP-SWITCH-WITHOUT-LOGOUT",
	Phase:     rule.Temporary,
	Level:     rule.Should,
	Statement: "Going from a regular MVPD to a TempPass and back needs no logout and no login: the call names the one or the other.",
	Why:       "Earlier APIs needed a logout before a preview; a service that still does it makes subscribers sign in again after each one.",
	Remedy:    "Keep the profile of the MVPD and choose by playback which MVPD decisions/authorize names.",
	Occasion:  "change between a preview and a regular playback of a signed-in user",
	Missing:   "no signed-in user went from a preview to a regular playback or back",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq20"},
		{Page: "temp-pass-feature", Anchor: "basic-temp-pass-feature-details"},
		{Page: "rest-api-v2-overview", Anchor: "rest-api-v2-multiple-active-authentication-sessions"},
	},
	Feature: rule.TemporaryAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		last := map[string]*journal.Act{} // by device
		for _, a := range e.Did(journal.Play, journal.Preview, journal.Logout) {
			before := last[a.Device]
			last[a.Device] = a
			if before == nil || before.Verb == journal.Logout || a.Verb == journal.Logout || before.Verb == a.Verb || !subscriber(e, before) {
				continue
			}
			if c, proof := switched(e, before, a); proof != nil {
				cases = append(cases, rule.Prove(c, before, proof))
			}
		}
		return cases
	},
}

// subscriber tells whether the device had a regular profile when an act began.
func subscriber(e *rule.Evidence, a *journal.Act) bool {
	has := false
	for _, x := range calls(e, a.Device, e.Acts[0].Start, a.End, "profiles", "profilesByMvpd", "profilesByCode", "logout", "authorize") {
		switch x.Operation {
		case "logout":
			has = false
		case "authorize":
			for _, d := range rule.Decisions(x) {
				has = has || d.Source == "mvpd" && d.Authorized
			}
		default:
			for _, p := range rule.Profiles(x) {
				has = has || p.Type != "temporary" && p.Type != "degraded"
			}
		}
	}
	return has
}

// switched judges the second of two playbacks, with the entry that decides; nil where it
// was not asked for a decision at all and nothing tells why.
func switched(e *rule.Evidence, before, a *journal.Act) (*rule.Complaint, journal.Entry) {
	if out := calls(e, a.Device, before.End, a.End, "logout"); len(out) > 0 {
		return rule.Complain("the user was signed out between a regular playback and a preview; wanted no logout"), out[0]
	}
	for _, x := range calls(e, a.Device, a.Start, a.End, "createSession") {
		if s, ok := rule.SessionOf(x); ok && s.Action == "authenticate" {
			return rule.Complain("a login was started between a regular playback and a preview; wanted none"), x
		}
	}
	if asked := e.During(a, 0, "authorize"); len(asked) > 0 {
		x := asked[0]
		if temporary := e.Declared.TempPass.Is(x.MVPD); temporary != (a.Verb == journal.Preview) {
			return rule.Complain("a %s asked for a decision of %s; wanted one of the %s", a.Verb, x.MVPD, wanted[a.Verb]), x
		}
		return nil, x
	}
	if a.Verb == journal.Play && a.Answered() && !a.Flag("allowed") {
		return rule.Complain("the signed-in user was denied %q after a preview and no decision was asked for; wanted one of the MVPD", a.Text("resource")), a
	}
	return nil, nil
}

var wanted = map[string]string{journal.Play: "regular MVPD", journal.Preview: "TempPass"}
