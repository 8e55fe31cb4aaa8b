package headers

import (
	"fmt"
	"strings"

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
		byAddress := addresses(e)
		if len(byAddress) < 2 {
			return nil
		}
		owners := identifiers(e)
		var cases []rule.Case
		for _, x := range e.Operations(v2...) {
			// What is asked about a code may come from the second screen, which is
			// another device with headers of its own.
			if who := e.Actor(x); who != nil && x.Operation != "session" && x.Operation != "resumeSession" {
				cases = append(cases, rule.Prove(mixed(x, who, byAddress, owners), x))
			}
		}
		return cases
	},
}

// identifiers are the devices by identifier, as far as exactly one device has it.
func identifiers(e *rule.Evidence) map[string]*rule.Participant {
	out := map[string]*rule.Participant{}
	for _, x := range certain(e) {
		id := identifier(x)
		if known, ok := out[id]; ok && known != e.Actor(x) {
			out[id] = nil
			continue
		}
		out[id] = e.Actor(x)
	}
	return out
}

// mixed judges only what positively belongs to another device: a wrong value that is
// nobody's is the matter of other rules.
func mixed(x *journal.Exchange, who *rule.Participant, byAddress, owners map[string]*rule.Participant) *rule.Complaint {
	value, _ := x.Request.Value("X-Forwarded-For")
	first, _, _ := strings.Cut(value, ",")
	if other := byAddress[strings.TrimSpace(first)]; other != nil && other != who {
		return rule.Complain("%s for %s carries the address of %s; wanted its own", x.Operation, who.Name, other.Name)
	}
	if info := rule.DeviceInfo(x); info["connectionIp"] != nil {
		if other := byAddress[fmt.Sprint(info["connectionIp"])]; other != nil && other != who {
			return rule.Complain("%s for %s carries the description of %s; wanted its own", x.Operation, who.Name, other.Name)
		}
	}
	if id := identifier(x); id != "" {
		if other := owners[id]; other != nil && other != who {
			return rule.Complain("%s for %s carries the identifier of %s; wanted its own", x.Operation, who.Name, other.Name)
		}
	}
	return nil
}
