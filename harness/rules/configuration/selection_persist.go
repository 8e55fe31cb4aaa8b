package configuration

import (
	"maps"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SelectionPersist: the MVPD that was picked is remembered.
var SelectionPersist = &rule.Rule{
	ID:        "CFG-SELECTION-PERSIST",
	Phase:     rule.Configuration,
	Level:     rule.Must,
	Statement: "The id, name and logo of the MVPD that the user picked are stored for good and used in all later phases.",
	Why:       "After every deployment users would have to find their provider again in a list of hundreds.",
	Remedy:    "Store id, displayName and logoUrl with the device when the user picks, in a database; where the app keeps them, take the id from the app.",
	Occasion:  "user who had picked an MVPD before a restart and came back after it",
	Missing:   "no service was restarted between a login and the next visit of its user",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-configuration-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq3"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		offers := offersMVPDs(e)
		var cases []rule.Case
		for _, restart := range e.Did(journal.Restart) {
			for _, who := range slices.Sorted(maps.Keys(e.Participants())) {
				p := pickOf(e, who, restart)
				if p == nil || !e.Restarted(who, restart.Start.Add(-1), restart.End.Add(1)) {
					continue
				}
				cases = append(cases, visits(e, who, restart, p, offers)...)
			}
		}
		return cases
	},
}

// A pick is an MVPD that a user picked and signed in with.
type pick struct {
	login *journal.Act
	mvpd  string
	list  *journal.Exchange // that had its name and logo; nil: none was fetched
	entry rule.Provider
}

// pickOf is what the user of a device had picked last before a restart, if it
// came to a profile and nobody has signed out since; nil: nothing.
func pickOf(e *rule.Evidence, who string, restart *journal.Act) *pick {
	var p *pick
	for _, a := range e.Did(journal.Login, journal.Logout) {
		if a.Device == who && a.Verb == journal.Logout && a.Start.Before(restart.End) {
			p = nil
		}
		mvpd := a.Text("mvpd")
		if a.Device != who || mvpd == "" || !a.Answered() || !a.End.Before(restart.Start) {
			continue
		}
		for _, x := range e.During(a, 0, "createSession") {
			if x.Response.Status/100 == 2 && used(x) == mvpd && signedIn(e, who, mvpd, a.Start, restart.Start) {
				p = &pick{login: a, mvpd: mvpd}
			}
		}
	}
	if p == nil {
		return nil
	}
	for _, x := range e.Operations("configuration") {
		for _, m := range rule.Providers(x) {
			if m.ID == p.mvpd && e.Name(x) == who && x.End.Before(p.login.Start) {
				p.list, p.entry = x, m
			}
		}
	}
	return p
}

// signedIn tells whether a profile of the MVPD was returned for a device in that time.
func signedIn(e *rule.Evidence, who, mvpd string, from, to time.Time) bool {
	for _, x := range e.Between(from, to).Operations("profiles", "profilesByMvpd", "profilesByCode") {
		if e.Name(x) != who {
			continue
		}
		if _, ok := rule.Profiles(x)[mvpd]; ok {
			return true
		}
	}
	return false
}

// offersMVPDs tells whether the service itself tells its apps which MVPD was used last.
// Where it never does the app is the store.
func offersMVPDs(e *rule.Evidence) bool {
	for _, a := range e.Did(journal.Status) {
		if a.Text("remembered") != "" {
			return true
		}
	}
	return false
}

// visits judges what became of a selection after a restart, until the user picks again.
func visits(e *rule.Evidence, who string, restart *journal.Act, p *pick, offers bool) []rule.Case {
	var cases []rule.Case
	for _, a := range e.Did(journal.Status, journal.Play, journal.Login, journal.Logout, journal.Restart) {
		if !a.Start.After(restart.End) || a.Device != who && a.Verb != journal.Restart {
			continue
		}
		if a.Verb != journal.Status && a.Verb != journal.Play {
			break
		}
		switch {
		case !a.Answered():
		case a.Verb == journal.Status && offers:
			cases = append(cases, rule.Prove(p.misremembered(a), p.login, restart, a))
		case a.Verb == journal.Play:
			for _, x := range e.During(a, 0, "authorize") {
				if near(x.MVPD, []string{p.mvpd}) == "" {
					cases = append(cases, rule.Prove(rule.Complain("a decision was asked for with %q after a restart, and %s had picked %q; wanted the selection to be stored", x.MVPD, who, p.mvpd), p.login, restart, x))
				} else {
					cases = append(cases, rule.Prove(nil, p.login, restart, x))
				}
			}
		}
	}
	return cases
}

// misremembered compares what the app is offered with what the user had picked.
func (p *pick) misremembered(a *journal.Act) *rule.Complaint {
	name, logo := a.Text("rememberedName"), a.Text("rememberedLogo")
	switch got := a.Text("remembered"); {
	case got == "":
		return rule.Complain("nothing is remembered of %q, which %s had picked before the restart; wanted it to be stored", p.mvpd, a.Device)
	case near(got, []string{p.mvpd}) == "":
		return rule.Complain("%q is remembered, and %s had picked %q before the restart; wanted it to be stored", got, a.Device, p.mvpd)
	case p.list != nil && name != "" && name != p.entry.Name, p.list != nil && logo != "" && logo != p.entry.Logo:
		return rule.Complain("%q is offered as %q with the logo %q; wanted %q and %q, as it was picked", got, name, logo, p.entry.Name, p.entry.Logo)
	}
	return nil
}
