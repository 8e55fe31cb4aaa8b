package preauthorization

import (
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// kept is how long a permit is worth keeping at least.
const kept = 5 * time.Minute

// CachePermits: what was permitted is not asked for again.
var CachePermits = &rule.Rule{
	ID:        "PREAUTHZ-CACHE-PERMITS",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "Preauthorization permits are kept in memory and not asked for again during the session of the app.",
	Why:       "Every view of a catalogue page becomes a call to Adobe Pass and the MVPD.",
	Remedy:    "Keep permits by device and MVPD until logout, a new login or the end of the profile, and ask only for what is not known.",
	Occasion:  "catalogue with resources that were permitted before",
	Missing:   "no catalogue was shown again with resources that had been permitted",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-preauthorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "preauthorization-phase-faq4"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		permits := map[string]memory{} // by device
		var cases []rule.Case
		for _, x := range e.Operations("preauthorize", "logout", "createSession") {
			device := e.Name(x)
			if device == "" {
				device = x.Device
			}
			m := permits[device]
			if m == nil || x.Operation != "preauthorize" {
				m = memory{} // a logout or a new login ends what was permitted
				permits[device] = m
			}
			if x.Operation == "preauthorize" {
				cases = append(cases, m.asked(e, x)...)
				m.learn(x)
			}
		}
		return append(cases, unasked(e)...)
	},
}

// memory is what a device was permitted, by MVPD and resource.
type memory map[string]*journal.Exchange

func (m memory) learn(x *journal.Exchange) {
	for _, d := range rule.Decisions(x) {
		if d.Authorized && !rule.Late(x) {
			m[x.MVPD+"\x00"+d.Resource] = x
		}
	}
}

// asked judges a request by what was permitted before.
func (m memory) asked(e *rule.Evidence, x *journal.Exchange) []rule.Case {
	resources := rule.Resources(x)
	var again []string
	var before *journal.Exchange
	for _, r := range resources {
		if p := m[x.MVPD+"\x00"+r]; p != nil && !retries(p, x) && !left(e, x, p.End) && x.Start.Sub(p.End) < kept && !e.Restarted(e.Name(x), p.End, x.Start) {
			again, before = append(again, r), p
		}
	}
	if len(again) == 0 {
		return nil
	}
	complaint := rule.Complain("%s asked for again %v after the permit; wanted from memory", list(again), x.Start.Sub(before.End).Round(time.Second))
	complaint.Mild = len(again) < len(resources) // along with something new
	return []rule.Case{rule.Prove(complaint, before, x)}
}

// left tells whether the user has signed out since a permit, be it that Adobe Pass was not
// told: that is the matter of LOGOUT-SUPPORTED.
func left(e *rule.Evidence, x *journal.Exchange, since time.Time) bool {
	return slices.ContainsFunc(e.Did(journal.Logout), func(a *journal.Act) bool {
		return a.Device == e.Name(x) && a.End.After(since) && a.Start.Before(x.Start)
	})
}

// permitting is the first answer that permitted a resource to a device before t; nil: nobody
// has permitted it. Who makes up permits keeps none.
func permitting(e *rule.Evidence, device, resource string, t time.Time) *journal.Exchange {
	for _, x := range e.Operations("preauthorize", "authorize") {
		if !x.Start.Before(t) || e.Name(x) != device {
			continue
		}
		if d := rule.DecisionOn(x, resource); d != nil && d.Authorized {
			return x
		}
	}
	return nil
}

// unasked are catalogues whose permitted resources caused no call.
func unasked(e *rule.Evidence) []rule.Case {
	known := map[string]*journal.Act{} // by device and resource
	var cases []rule.Case
	for _, a := range e.Did(journal.Preauthorize, journal.Logout, journal.Login) {
		if a.Verb != journal.Preauthorize {
			for key := range known {
				if strings.HasPrefix(key, a.Device+"\x00") {
					delete(known, key)
				}
			}
			continue
		}
		var before *journal.Act
		for _, r := range a.List("resources") {
			if k := known[a.Device+"\x00"+r]; k != nil && a.Start.Sub(k.End) < kept {
				before = k
				if slices.ContainsFunc(e.During(a, 0, "preauthorize"), func(x *journal.Exchange) bool { return slices.Contains(rule.Resources(x), r) }) {
					before = nil
					break
				}
			}
		}
		if before != nil && a.Answered() {
			cases = append(cases, rule.Prove(nil, before, a))
		}
		for _, r := range a.List("permitted") {
			if permitting(e, a.Device, r, a.End) != nil {
				known[a.Device+"\x00"+r] = a
			}
		}
	}
	return cases
}

func list(resources []string) string {
	const most = 3
	if len(resources) > most {
		return strings.Join(resources[:most], ", ") + " and more were"
	}
	return strings.Join(resources, ", ") + map[bool]string{true: " was", false: " were"}[len(resources) == 1]
}
