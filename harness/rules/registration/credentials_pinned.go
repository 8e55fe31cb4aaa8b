package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// settle is how long after a registration calls with the old credentials may still be on
// their way.
const settle = 2 * time.Second

// CredentialsPinned: a device does not change its credentials.
var CredentialsPinned = &rule.Rule{
	ID:        "REG-CREDENTIALS-PINNED",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Passive:   true,
	Statement: "All calls for a device are made with the same client credentials, from one registration to the next.",
	Why:       "Profiles belong to the credentials: where each replica has its own, users are signed in on every second call.",
	Remedy:    "Keep credentials with the device, in a store that all replicas share.",
	Occasion:  "device that was called for more than once",
	Missing:   "no device was called for more than once",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq13"},
		{Page: "profiles", Anchor: "profiles"},
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq9"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		owner, registered := owners(e), registrations(e)
		var cases []rule.Case
		for _, xs := range byIdentifier(e, owner) {
			if len(xs) < 2 {
				continue
			}
			if before, after := swap(xs, registered); after != nil {
				cases = append(cases, rule.Prove(rule.Complain("%s for %q is made with client %s after calls with client %s, without a registration between; wanted one client", after.Operation, after.Device, after.Client, before.Client), before, after))
			} else {
				cases = append(cases, rule.Prove(nil, xs[0], xs[len(xs)-1]))
			}
		}
		return cases
	},
}

// byIdentifier groups calls by the device that they name. Left out are identifiers that
// several devices have by right, those of one Roku subscriber, and what other rules judge:
// an identifier of several devices (HDR-DEVICE-ID-ACTUAL), and a call that mixes the
// identifier of one with the client of another (HDR-DEVICE-ISOLATION).
func byIdentifier(e *rule.Evidence, owner map[string]*rule.Participant) [][]*journal.Exchange {
	whose := map[string]*rule.Participant{}
	for _, x := range e.Operations("createSession") {
		who := e.Actor(x)
		if who == nil {
			continue
		}
		if known, ok := whose[x.Device]; ok && known != who {
			who = nil
		}
		whose[x.Device] = who
	}
	at, out := map[string]int{}, [][]*journal.Exchange{}
	for _, x := range e.Operations(personal...) {
		who, told := whose[x.Device]
		if x.Device == "" || x.Client == "" || told && who == nil {
			continue
		}
		if ofSubscriber(e, x) {
			continue
		}
		if other := owner[x.Client]; other != nil && who != nil && other != who {
			continue
		}
		i, ok := at[x.Device]
		if !ok {
			i = len(out)
			at[x.Device] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], x)
	}
	return out
}

// ofSubscriber tells whether the identifier of a call may be that of a Roku subscriber.
// Recorded traffic does not tell whose devices those are.
func ofSubscriber(e *rule.Evidence, x *journal.Exchange) bool {
	if len(e.Acts) == 0 {
		_, sent := x.Request.Value("X-Roku-Reserved-Roku-Connect-Token")
		return sent
	}
	named := e.Whose(x)
	return named != nil && len(named.Siblings) > 0
}

// registrations tells when each client came to be.
func registrations(e *rule.Evidence) map[string]*journal.Exchange {
	out := map[string]*journal.Exchange{}
	for _, x := range e.Operations("register") {
		if x.Response.Status/100 == 2 && x.Client != "" {
			out[x.Client] = x
		}
	}
	return out
}

// swap finds the first call with another client than the one before that no
// registration explains: the new client must have come to be while the old one was used.
func swap(xs []*journal.Exchange, registered map[string]*journal.Exchange) (before, after *journal.Exchange) {
	first := map[string]*journal.Exchange{}
	for i, x := range xs {
		if i > 0 && x.Client != xs[i-1].Client {
			before = xs[i-1]
			to, from := registered[x.Client], registered[before.Client]
			renewed := to != nil && to.End.After(first[before.Client].Start)
			late := from != nil && first[x.Client] != nil && x.Start.Before(from.End.Add(settle)) // on its way already
			if !renewed && !late {
				return before, x
			}
		}
		if first[x.Client] == nil {
			first[x.Client] = x
		}
	}
	return nil, nil
}
