package headers

import (
	"math"
	"strconv"

	"github.com/passproof/passproof/harness/rule"
)

// XDIConnection: the description says how the device is connected.
var XDIConnection = &rule.Rule{
	ID:        "HDR-XDI-CONNECTION",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "X-Device-Info carries connectionPort, the source port of the device's connection, and connectionIp, its address.",
	Why:       "Home-based authentication looks for the device in the provider's network by both: without them users at home type passwords.",
	Remedy:    "Take the port that the device called from (a load balancer can forward it) and the address that X-Forwarded-For carries.",
	Occasion:  "description of a device",
	Missing:   "no device was described",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-appendix-headers-x-device-info", Anchor: "directives"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		at, all := addresses(e), onePort(e)
		seen := map[string]bool{}
		var cases []rule.Case
		for _, x := range e.Operations(v2...) {
			who, info := portrayed(e, at, x)
			key, _ := x.Request.Value("X-Device-Info")
			if who != nil {
				key += " " + who.Name
			}
			if chain := forwarded(x); len(chain) > 0 {
				key += " " + chain[0]
			}
			if info == nil || seen[key] {
				continue
			}
			seen[key] = true
			c := port(info["connectionPort"], who, e.Declared.DevicePort)
			if c == nil && all != "" {
				c = rule.Complain("connectionPort is %s for every device; wanted the port that each called from", all)
			}
			if c == nil {
				c = address(info["connectionIp"], who, forwarded(x))
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// fleet is how many devices show that a port is nobody's own.
const fleet = 3

// onePort is the port that all devices have in common; empty where there is none, or where
// too few devices were described. It needs no knowledge of any device.
func onePort(e *rule.Evidence) string {
	devices, ports := map[string]bool{}, map[string]bool{}
	for _, x := range e.Operations(v2...) {
		if shown := text(rule.DeviceInfo(x)["connectionPort"]); shown != "" && x.Device != "" {
			devices[x.Device], ports[shown] = true, true
		}
	}
	for shown := range ports {
		if len(ports) == 1 && len(devices) >= fleet {
			return shown
		}
	}
	return ""
}

// port judges connectionPort, as a number or as text. It can be compared with the
// device's only where the app tells the service of its port: what a connection of the
// harness itself comes from is no device's.
func port(said any, who *rule.Participant, told bool) *rule.Complaint {
	shown := text(said)
	n, err := strconv.ParseFloat(shown, 64)
	switch {
	case shown == "":
		return rule.Complain("X-Device-Info lacks connectionPort; wanted the source port of the device's connection")
	case err != nil || n != math.Trunc(n) || n < 1 || n > 65535:
		return rule.Complain("connectionPort is %q; wanted a number from 1 to 65535", shown)
	case told && who != nil && who.Port != 0 && int(n) != who.Port:
		return rule.Complain("connectionPort of %s is %s; wanted %d, the port it called from", who.Name, shown, who.Port)
	}
	return nil
}

// address judges connectionIp. Where it is the device's and X-Forwarded-For is not, the
// latter has a rule of its own.
func address(said any, who *rule.Participant, chain []string) *rule.Complaint {
	shown := text(said)
	switch {
	case shown == "":
		return rule.Warn("X-Device-Info lacks connectionIp; wanted the device's address, which home-based authentication needs")
	case who != nil && rule.PlainAddress(shown) == rule.PlainAddress(who.Address):
		return nil
	case len(chain) > 0 && rule.PlainAddress(shown) != rule.PlainAddress(chain[0]):
		return rule.Complain("connectionIp is %s and X-Forwarded-For %s; wanted the device's address in both", shown, chain[0])
	case len(chain) == 0 && who != nil && who.Address != "":
		return rule.Complain("connectionIp of %s is %s; wanted its address %s", who.Name, shown, who.Address)
	}
	return nil
}
