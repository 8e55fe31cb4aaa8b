package headers

import (
	"fmt"
	"maps"
	"slices"
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
		owners, registered := identifiers(e), clients(e, byAddress)
		var cases []rule.Case
		for _, x := range e.Operations(v2...) {
			// What is asked about a code may come from the second screen, which is
			// another device with headers of its own.
			if who := e.Actor(x); who != nil && x.Operation != "session" && x.Operation != "resumeSession" {
				c := mixed(x, who, byAddress, owners)
				if other := registered[x.Client]; c == nil && other != nil && other != who && slices.Contains(slices.Collect(maps.Values(registered)), who) {
					c = rule.Complain("%s for %s carries the access token of %s; wanted its own", x.Operation, who.Name, other.Name)
				}
				cases = append(cases, rule.Prove(c, x))
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

// clients are the devices by client_id, where each device has a client of its own: it
// registered from its address, and at least three in four of the calls with it are for
// it. A client that serves everybody belongs to nobody.
func clients(e *rule.Evidence, byAddress map[string]*rule.Participant) map[string]*rule.Participant {
	out := map[string]*rule.Participant{}
	for _, x := range e.Operations("register") {
		if who := byAddress[x.Address]; who != nil && x.Client != "" && x.Response.Status/100 == 2 {
			out[x.Client] = who
		}
	}
	own, all := map[string]int{}, map[string]int{}
	for _, x := range e.Operations(v2...) {
		if who := e.Actor(x); who != nil {
			all[x.Client]++
			if out[x.Client] == who {
				own[x.Client]++
			}
		}
	}
	maps.DeleteFunc(out, func(client string, _ *rule.Participant) bool { return 4*own[client] < 3*all[client] })
	return out
}
