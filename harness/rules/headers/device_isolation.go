package headers

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DeviceIsolation: no request mixes two devices.
var DeviceIsolation = &rule.Rule{
	ID:        "HDR-DEVICE-ISOLATION",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "Client, identifier, description, address and code of a request all belong to one device, however many call at once.",
	Why:       "One shared map of headers, and a user watches on somebody else's account.",
	Remedy:    "Build the headers of each request from its own device; share no mutable state between requests.",
	Occasion:  "request for one of several devices",
	Missing:   "fewer than two devices were played",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		if len(e.Participants()) < 2 {
			return nil
		}
		c := newCrowd(e)
		var cases []rule.Case
		for _, x := range e.Operations(v2...) {
			all := c.elements(e, x)
			if len(all) < 2 {
				continue
			}
			if complaint := mixed(x, all); complaint != nil || c.others(all[0].who, x) {
				cases = append(cases, rule.Prove(complaint, x))
			}
		}
		return cases
	},
}

// mixed judges only what positively belongs to another device: a wrong value that is
// nobody's is the matter of other rules.
func mixed(x *journal.Exchange, all []element) *rule.Complaint {
	who := all[0].who
	for _, other := range all[1:] {
		if other.who != who {
			return rule.Complain("%s for %s carries the %s of %s; wanted its own", x.Operation, who.Name, other.kind, other.who.Name)
		}
	}
	return nil
}
