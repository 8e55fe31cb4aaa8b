package headers

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DeviceIDStable: one device, one identifier.
var DeviceIDStable = &rule.Rule{
	ID:        "HDR-DEVICE-ID-STABLE",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "The identifier of a device never changes: not by logout, login, restart of the service or update of the app.",
	Why:       "A new identifier is a new device: its user is signed out and its trial begins anew.",
	Remedy:    "Derive the identifier from the id of the hardware alone, and store it if you make it up.",
	Occasion:  "device that signed in more than once",
	Missing:   "no device signed in more than once",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-appendix-headers-ap-device-identifier", Anchor: "directives"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		first, last, changed := map[string]*journal.Exchange{}, map[string]*journal.Exchange{}, map[string]*journal.Exchange{}
		var order []string
		for _, x := range certain(e) {
			who := e.Actor(x).Name
			if first[who] == nil {
				first[who] = x
				order = append(order, who)
				continue
			}
			last[who] = x
			if changed[who] == nil && identifier(x) != identifier(first[who]) {
				changed[who] = x
			}
		}
		var cases []rule.Case
		for _, who := range order {
			switch {
			case changed[who] != nil:
				cases = append(cases, rule.Prove(rule.Complain("%s was %q and then %q; wanted one identifier for good", who, identifier(first[who]), identifier(changed[who])), first[who], changed[who]))
			case last[who] != nil:
				cases = append(cases, rule.Prove(nil, first[who], last[who]))
			}
		}
		return cases
	},
}

// certain are sessions whose device is told by the code that its app received, so that
// an identifier that changes cannot hide behind itself.
func certain(e *rule.Evidence) []*journal.Exchange {
	var out []*journal.Exchange
	for _, x := range e.Operations("createSession") {
		if x.Code != "" && e.Actor(x) != nil && identifier(x) != "" {
			out = append(out, x)
		}
	}
	return out
}
