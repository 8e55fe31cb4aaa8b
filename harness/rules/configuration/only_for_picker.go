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
	Missing:   "neither a fetch of the configuration was seen nor a device that the service served without one",
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
		return append(cases, without(e, func(device string) bool { return opened[device] || fetched[device] })...)
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

// without are the devices that needed no configuration and that the service served
// without one: it called Adobe Pass for them, and answered their app afterwards.
func without(e *rule.Evidence, otherwise func(device string) bool) []rule.Case {
	served := map[string]*journal.Exchange{} // the first call for a device
	for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode", "createSession", "authorize", "preauthorize") {
		if who := e.Name(x); who != "" && served[who] == nil {
			served[who] = x
		}
	}
	last := map[string]*journal.Act{}
	acts := e.Did(journal.Status, journal.Play)
	for _, a := range acts {
		if x := served[a.Device]; x != nil && !x.Start.After(a.End) && a.Answered() && !otherwise(a.Device) {
			last[a.Device] = a
		}
	}
	var cases []rule.Case
	for _, a := range acts {
		if last[a.Device] == a {
			cases = append(cases, rule.Prove(nil, served[a.Device], a))
		}
	}
	return cases
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
