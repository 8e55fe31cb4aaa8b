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
		owners := identifiers(e)
		known := map[string]*stay{}
		var order []*stay
		for _, x := range e.Operations(v2...) {
			who := actor(e, x)
			if who == nil || identifier(x) == "" || x.Code != "" && x.Operation != "createSession" {
				continue // who polls for a code may be its second screen
			}
			if other := owners[identifier(x)]; other != nil && other != who {
				continue // another device's identifier is the matter of HDR-DEVICE-ISOLATION
			}
			s := known[who.Name]
			if s == nil {
				s = &stay{who: who.Name, first: x}
				known[who.Name] = s
				order = append(order, s)
			}
			s.see(x)
		}
		var cases []rule.Case
		for _, s := range order {
			switch {
			case s.changed != nil:
				cases = append(cases, rule.Prove(rule.Complain("%s was %q and then %q; wanted one identifier for good", s.who, identifier(s.first), identifier(s.changed)), s.first, s.changed))
			case s.signIns > 1 || e.Restarted(s.who, s.first.End, s.last.Start):
				cases = append(cases, rule.Prove(nil, s.first, s.last))
			}
		}
		return cases
	},
}

// A stay is what was seen of one device.
type stay struct {
	who                  string
	first, last, changed *journal.Exchange
	signIns              int
}

func (s *stay) see(x *journal.Exchange) {
	s.last = x
	if x.Operation == "createSession" {
		s.signIns++
	}
	if s.changed == nil && identifier(x) != identifier(s.first) {
		s.changed = x
	}
}
