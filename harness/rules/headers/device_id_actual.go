package headers

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DeviceIDActual: two devices, two identifiers.
var DeviceIDActual = &rule.Rule{
	ID:        "HDR-DEVICE-ID-ACTUAL",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "Different devices have different identifiers; none stands for the server, an account or an address.",
	Why:       "Devices with one identifier share one profile: the first user to sign in signs in everybody.",
	Remedy:    "Use the id that the device itself delivers, plain or hashed.",
	Occasion:  "identifier of a device",
	Missing:   "fewer than two devices signed in",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		owner, second := map[string]*journal.Exchange{}, map[string]*journal.Exchange{}
		people := map[string]bool{}
		var order []string
		for _, x := range signIns(e) {
			id := identifier(x)
			people[e.Actor(x).Name] = true
			switch {
			case owner[id] == nil:
				owner[id] = x
				order = append(order, id)
			case slices.Contains(e.Actor(x).Siblings, e.Actor(owner[id])): // a Roku subscriber stands for all its devices
			case second[id] == nil && e.Actor(owner[id]) != e.Actor(x):
				second[id] = x
			}
		}
		if len(people) < 2 {
			return nil
		}
		var cases []rule.Case
		for _, id := range order {
			x, who := owner[id], e.Actor(owner[id])
			switch other := second[id]; {
			case other != nil:
				cases = append(cases, rule.Prove(rule.Complain("%s and %s both are %q; wanted an identifier each", who.Name, e.Actor(other).Name, id), x, other))
			case who.Address != "" && rule.PlainAddress(id) == rule.PlainAddress(who.Address):
				cases = append(cases, rule.Prove(rule.Complain("the identifier of %s is its address %s; wanted what identifies the device", who.Name, who.Address), x))
			default:
				cases = append(cases, rule.Prove(nil, x))
			}
		}
		return cases
	},
}
