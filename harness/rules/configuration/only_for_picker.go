package configuration

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// OnlyForPicker: the configuration is fetched when a user opens the list of TV providers.
var OnlyForPicker = &rule.Rule{
	ID:        "CFG-ONLY-FOR-PICKER",
	Phase:     rule.Configuration,
	Level:     rule.Must,
	Statement: "The configuration is fetched only when the user has to pick a TV provider.",
	Why:       "A call that nobody needs is made for every start of every app, on the night when all of them start at once.",
	Remedy:    "Fetch the configuration where the app opens its list of providers, and nowhere else; users who are signed in, or who confirm the provider of last time, need none.",
	Occasion:  "fetch of the configuration, or device that needs none",
	Missing:   "no device was played: neither a fetch of the configuration nor a user who needs none was seen",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-configuration-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		pickers := e.Did(journal.Providers)
		opened := map[string]bool{}
		for _, a := range pickers {
			opened[a.Device] = true
		}
		var cases []rule.Case
		fetched := map[string]bool{}
		if len(e.Acts) > 0 { // recorded traffic does not tell what the user did
			for _, x := range e.Operations("configuration") {
				fetched[e.Name(x)] = true
				if !forPartner(e, x) {
					cases = append(cases, fetchCase(e, x, pickers))
				}
			}
		}
		last := map[string]*journal.Act{}
		for _, a := range e.Did(journal.Status, journal.Play) {
			if a.Answered() && !opened[a.Device] && !fetched[a.Device] {
				last[a.Device] = a
			}
		}
		for _, a := range e.Did(journal.Status, journal.Play) {
			if last[a.Device] == a {
				cases = append(cases, rule.Prove(nil, a))
			}
		}
		return cases
	},
}

// forPartner tells whether a fetch was made for a login with a partner's framework: the
// list tells which MVPD the framework's provider is
// (apple-sso-cookbook-rest-api-v2#workflow).
func forPartner(e *rule.Evidence, x *journal.Exchange) bool {
	return slices.ContainsFunc(e.Did(journal.Login, journal.Partner), func(a *journal.Act) bool {
		framework := a.Verb == journal.Partner || a.Text("screen") == "partner"
		return framework && a.Device == e.Name(x) && !x.Start.Before(a.Start) && !x.Start.After(a.End.Add(time.Second))
	})
}

// fetchCase looks for the picker that a fetch was made for. A service that does not
// say for which device it asks is given the benefit of any picker.
func fetchCase(e *rule.Evidence, x *journal.Exchange, pickers []*journal.Act) rule.Case {
	who := e.Name(x)
	for _, a := range pickers {
		if (who == "" || who == a.Device) && !x.Start.Before(a.Start) && !x.Start.After(a.End.Add(time.Second)) {
			return rule.Prove(nil, a, x)
		}
	}
	if who == "" {
		who = "nobody in particular"
	}
	return rule.Prove(rule.Complain("the configuration was fetched for %s while no list of providers was open; wanted only for the list", who), x)
}
