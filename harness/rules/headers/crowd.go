package headers

import (
	"fmt"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// An element is a part of a request that belongs to exactly one device.
type element struct {
	kind string
	who  *rule.Participant
}

// A crowd is the devices that were played: what is theirs alone, and when they called.
type crowd struct {
	addresses, identifiers own
	clients                map[string]*rule.Participant
	has                    map[*rule.Participant]bool // who has a client of its own
	spans                  map[*rule.Participant]span
}

// A span is from the first call for a device to the last.
type span struct{ from, to time.Time }

func newCrowd(e *rule.Evidence) *crowd {
	c := &crowd{
		addresses: addresses(e), identifiers: identifiers(e),
		clients: map[string]*rule.Participant{}, has: map[*rule.Participant]bool{}, spans: map[*rule.Participant]span{},
	}
	calls := map[string]map[*rule.Participant]int{}
	for _, x := range e.Operations() {
		who := e.Whose(x)
		if who == nil {
			continue
		}
		s, ok := c.spans[who]
		if !ok {
			s.from = x.Start
		}
		s.to = x.Start
		c.spans[who] = s
		if actor(e, x) == who && x.Client != "" {
			if calls[x.Client] == nil {
				calls[x.Client] = map[*rule.Participant]int{}
			}
			calls[x.Client][who]++
		}
	}
	for client, by := range calls {
		c.own(client, by)
	}
	return c
}

// own gives a client to the device that made at least three in four of its calls. One that devices
// share is nobody's.
func (c *crowd) own(client string, by map[*rule.Participant]int) {
	all := 0
	for _, n := range by {
		all += n
	}
	for who, n := range by {
		if n > 1 && 4*n >= 3*all {
			c.clients[client], c.has[who] = who, true
		}
	}
}

// elements are the parts of a request that tell a device, the surest first. A client
// tells one only where the device that is meant has a client of its own as well.
func (c *crowd) elements(e *rule.Evidence, x *journal.Exchange) []element {
	var all []element
	add := func(kind string, who *rule.Participant) {
		if who != nil {
			all = append(all, element{kind, who})
		}
	}
	add("code", actor(e, x))
	sure := len(all)
	if owner := c.identifiers[identifier(x)]; sure == 0 || owner != all[0].who {
		add("identifier", owner)
	}
	if chain := forwarded(x); len(chain) > 0 {
		add("address", c.addresses[rule.PlainAddress(chain[0])])
	}
	if ip := rule.DeviceInfo(x)["connectionIp"]; ip != nil {
		add("description", c.addresses[rule.PlainAddress(fmt.Sprint(ip))])
	}
	if sure > 0 && c.has[all[0].who] {
		add("access token", c.clients[x.Client])
	}
	return all
}

// others tells whether another device was being served when a request came.
func (c *crowd) others(who *rule.Participant, x *journal.Exchange) bool {
	for p, s := range c.spans {
		if p != who && !x.Start.Before(s.from) && !x.Start.After(s.to) {
			return true
		}
	}
	return false
}
