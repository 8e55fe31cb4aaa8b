package headers

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// An own map tells to whom a value belongs. One that two participants share is nobody's.
type own map[string]*rule.Participant

func (o own) claim(key string, who *rule.Participant) {
	if known, ok := o[key]; ok && known != who {
		who = nil
	}
	o[key] = who
}

// addresses are the devices that were played, by an address that is theirs alone.
func addresses(e *rule.Evidence) own {
	out := own{}
	for _, p := range e.Participants() {
		if p.Address != "" {
			out.claim(rule.PlainAddress(p.Address), p)
		}
	}
	return out
}

// identifiers are the devices by an identifier that sessions of theirs alone carried.
func identifiers(e *rule.Evidence) own {
	out := own{}
	for _, x := range signIns(e) {
		out.claim(identifier(x), e.Actor(x))
		for _, sibling := range e.Actor(x).Siblings {
			out.claim(identifier(x), sibling)
		}
	}
	return out
}

// actor is the device that a request was made for, as far as its code, its media token or
// its identifier tells. What is asked about a code itself may come from the second screen,
// which is another device with headers of its own.
func actor(e *rule.Evidence, x *journal.Exchange) *rule.Participant {
	if x.Operation == "session" || x.Operation == "resumeSession" {
		return nil
	}
	return e.Actor(x)
}

// signIns are the sessions of devices that are told by the code that their app received,
// so that an identifier that changes cannot hide behind itself.
func signIns(e *rule.Evidence) []*journal.Exchange {
	var out []*journal.Exchange
	for _, x := range e.Operations("createSession") {
		if x.Code != "" && e.Actor(x) != nil && identifier(x) != "" {
			out = append(out, x)
		}
	}
	return out
}

// forwarded are the addresses of X-Forwarded-For in order, over all its lines.
func forwarded(x *journal.Exchange) []string {
	var out []string
	for _, f := range x.Request.Header {
		if !strings.EqualFold(f.Name, "X-Forwarded-For") {
			continue
		}
		for _, a := range strings.Split(f.Value, ",") {
			if a = strings.TrimSpace(a); a != "" {
				out = append(out, a)
			}
		}
	}
	return out
}
