package registration

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DCRXForwardedFor: registration, too, says where the device is.
var DCRXForwardedFor = &rule.Rule{
	ID:        "REG-DCR-X-FORWARDED-FOR",
	Phase:     rule.Registration,
	Level:     rule.Should,
	Passive:   true,
	Statement: "Calls of registration that are made for a device carry its address in X-Forwarded-For.",
	Why:       "The throttle counts them by that address: without it all devices of the service share one request a second, and the final begins with a queue.",
	Remedy:    "Send X-Forwarded-For with /o/client/register and /o/client/token as with every other call; a refresh in the background may use the address that was seen last.",
	Occasion:  "call of registration for a device",
	Missing:   "no call of registration could be told to be for a device that was played",
	Sources: []rule.Source{
		{Page: "throttling-mechanism", Anchor: "throttling-mechanism-limits"},
		{Page: "dynamic-client-registration-apis-retrieve-access-token", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		owner, at := owners(e), places(e)
		var cases []rule.Case
		for _, x := range e.Operations("register", "token") {
			who := beneficiary(owner, at, x)
			if who == nil || who.Address == "" {
				continue
			}
			var c *rule.Complaint
			switch first := forwarded(x); first {
			case rule.PlainAddress(who.Address):
			case "":
				c = rule.Complain("%s for %s carries no X-Forwarded-For; wanted its address %s", x.Operation, who.Name, who.Address)
			default:
				c = rule.Complain("%s for %s carries X-Forwarded-For %s; wanted its address %s", x.Operation, who.Name, first, who.Address)
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// beneficiary is the device for which a call of registration was made: the one whose
// client it is, else the one that it describes, else the one whose address it carries.
func beneficiary(owner, at map[string]*rule.Participant, x *journal.Exchange) *rule.Participant {
	if who := owner[x.Client]; who != nil {
		return who
	}
	if ip, _ := rule.DeviceInfo(x)["connectionIp"].(string); at[rule.PlainAddress(ip)] != nil {
		return at[rule.PlainAddress(ip)]
	}
	return at[forwarded(x)]
}
