package registration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// CredentialsPerInstance: one pair of credentials for each device.
var CredentialsPerInstance = &rule.Rule{
	ID:        "REG-CREDENTIALS-PER-INSTANCE",
	Phase:     rule.Registration,
	Level:     rule.Should,
	Passive:   true,
	Statement: "Each instance of the app, which is each streaming device, has client credentials of its own.",
	Why:       "One pair for the whole fleet is one point of failure: what happens to it happens to all users at once.",
	Remedy:    "Register when a device calls for the first time, and keep the credentials with the device.",
	Occasion:  "pair of credentials with which devices signed in",
	Missing:   "fewer than two devices signed in",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq7"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		first := map[string][]*journal.Exchange{} // the first session of each device, by client
		devices := map[string]bool{}
		var order []string
		for _, x := range e.Operations("createSession") {
			who := e.Actor(x)
			if who == nil || x.Client == "" {
				continue
			}
			devices[who.Name] = true
			known := first[x.Client]
			if known == nil {
				order = append(order, x.Client)
			}
			if !slices.ContainsFunc(known, func(y *journal.Exchange) bool { return e.Actor(y) == who }) {
				first[x.Client] = append(known, x)
			}
		}
		if len(devices) < 2 {
			return nil
		}
		var cases []rule.Case
		for _, client := range order {
			xs := first[client]
			if len(xs) == 1 {
				cases = append(cases, rule.Prove(nil, xs[0]))
				continue
			}
			cases = append(cases, rule.Prove(rule.Complain("client %s signs in %s; wanted credentials for each device", client, several(e, xs)), xs[0], xs[1]))
		}
		return cases
	},
}

// several names the first two devices and counts the others.
func several(e *rule.Evidence, xs []*journal.Exchange) string {
	names := []string{e.Actor(xs[0]).Name, e.Actor(xs[1]).Name}
	if n := len(xs) - 2; n > 0 {
		names = append(names, fmt.Sprintf("%d more", n))
	}
	return strings.Join(names, " and ")
}
