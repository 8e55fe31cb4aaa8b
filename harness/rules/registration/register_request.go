package registration

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RegisterRequest: credentials are asked for as documented.
var RegisterRequest = &rule.Rule{
	ID:        "REG-REGISTER-REQUEST",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Credentials are asked for by POST /o/client/register with the software statement in a JSON body and X-Device-Info.",
	Why:       "Without the device the client is counted to an unknown platform; with the statement elsewhere nothing is registered.",
	Remedy:    "Post JSON with software_statement, Content-Type application/json and the X-Device-Info of the device.",
	Occasion:  "registration",
	Missing:   "the service registered nothing",
	Sources:   []rule.Source{{Page: "dynamic-client-registration-apis-retrieve-client-credentials", Anchor: "request"}},
	Grain:     rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		shared := sharedClient(e)
		return rule.Each(at(e, "/o/client/register"), func(x *journal.Exchange) *rule.Complaint {
			var body struct {
				Statement string `json:"software_statement"`
			}
			switch {
			case x.Operation != "register":
				return rule.Complain("%s /o/client/register; wanted POST", x.Request.Method)
			case x.Request.MediaType() != "application/json":
				return rule.Complain("Content-Type is %q; wanted application/json", x.Request.MediaType())
			case x.Request.JSON(&body) != nil || body.Statement == "":
				return rule.Complain("the body has no software_statement; wanted it as JSON")
			case shared && !has(x, "X-Device-Info"):
				return rule.Warn("X-Device-Info is missing from a registration for all devices; wanted a description")
			case rule.DeviceInfo(x) == nil:
				return rule.Complain("X-Device-Info is missing or cannot be decoded; wanted the device's")
			}
			return nil
		})
	},
}

// at are the service's requests to a path of registration, whatever their method.
func at(e *rule.Evidence, path string) []*journal.Exchange {
	return e.Where(func(x *journal.Exchange) bool {
		return x.Party != journal.Browser && x.Request.Path() == path
	})
}

// sharedClient tells whether the service registers once for all its devices: one client
// was granted, and calls for several devices were made with it. The catalogue then only
// warns of a registration that describes none of them.
func sharedClient(e *rule.Evidence) bool {
	client, devices := "", map[string]bool{}
	for _, x := range e.Operations("register") {
		if x.Response.Status/100 != 2 || x.Client == "" {
			continue
		}
		if client != "" && client != x.Client {
			return false
		}
		client = x.Client
	}
	for _, x := range e.Operations() {
		if same(x.Client, client) && x.Device != "" {
			devices[x.Device] = true
		}
	}
	return len(devices) >= 2
}

func has(x *journal.Exchange, header string) bool {
	v, _ := x.Request.Value(header)
	return v != ""
}
