package rule

import (
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Participant is a device that the harness played, as it introduced itself.
type Participant struct {
	Name    string // the harness's name
	ID      string // the device id that the app gave to the service
	Address string // its public address
	Port    int    // source port of its connection
	Info    map[string]any
	ECID    string       // Experience Cloud ID of its user
	Act     *journal.Act // the act "appear"

	// SSO is when its app first had a payload of single sign-on; zero: it never had. From
	// then on it depends on the headers of each call whether Adobe Pass sees a profile,
	// which the rules of single sign-on judge.
	SSO time.Time

	// Siblings are other devices that Adobe Pass may know by the same identifier: those
	// of one Roku subscriber (roku-sso-cookbook-rest-api-v2#workflow).
	Siblings []*Participant
}

// Participants are the devices that the harness played, by name; empty for recorded traffic.
func (e *Evidence) Participants() map[string]*Participant { return e.run.participants }

// Actor is the device of the harness on whose behalf an exchange was made, or nil
// where that cannot be told. It is told by the code or media token that the app
// received, never by the headers that rules judge, so that a wrong header cannot
// hide its own fault.
func (e *Evidence) Actor(x *journal.Exchange) *Participant { return e.run.of(x).actor }

// Whose is Actor, and where that cannot be told, the device whose address the request
// carries, in X-Forwarded-For or in its description. It is for rules that do not judge
// addresses.
func (e *Evidence) Whose(x *journal.Exchange) *Participant {
	if who := e.Actor(x); who != nil {
		return who
	}
	if x.Address != "" {
		return e.run.byAddress[x.Address]
	}
	ip, _ := DeviceInfo(x)["connectionIp"].(string)
	return e.run.byAddress[ip]
}

// Name is Whose by the harness's name; empty where nobody can be told.
func (e *Evidence) Name(x *journal.Exchange) string {
	if who := e.Whose(x); who != nil {
		return who.Name
	}
	return ""
}

// TokenOf is the token call that issued the bearer token of x, or nil where x carries
// none or nobody saw it issued.
func (e *Evidence) TokenOf(x *journal.Exchange) *journal.Exchange { return e.run.of(x).token }

// During returns the service's exchanges of the operation, made for the device of an
// act, that began while the act was under way or at most late after its end.
func (e *Evidence) During(a *journal.Act, late time.Duration, operation string) []*journal.Exchange {
	last := a.End.Add(late)
	var out []*journal.Exchange
	for _, x := range e.Exchanges[since(e.Exchanges, a.Start):] {
		if x.Start.After(last) {
			break
		}
		if x.Party != journal.Browser && x.Operation == operation && e.Name(x) == a.Device {
			out = append(out, x)
		}
	}
	return out
}
