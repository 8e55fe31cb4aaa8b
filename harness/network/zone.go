package network

import (
	"net"
	"net/netip"
	"time"

	"github.com/passproof/passproof/harness/dns"
)

// Owns tells whether a name is Adobe's.
func (n *Network) Owns(name string) bool { return n.Config.Owns(name) }

// Answer gives an address of the current data centre that no other answer has, and can be
// connected to by the time that it is told. There are addresses of IPv4 alone.
func (n *Network) Answer(q dns.Question) (dns.Answer, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := dns.Answer{TTL: n.settings.TTL, DataCentre: n.current}
	if a.TTL == 0 {
		a.TTL = usual
	}
	if q.Type != "A" || n.closed {
		return a, true
	}
	address := n.tags.next(n.current, q.At)
	if err := n.listen(address); err != nil {
		return a, true // nobody could connect to it: rather none
	}
	a.Addresses = []netip.Addr{address}
	return a, true
}

// listen opens an address of the pool where the ground has to be asked for each. The
// mutex is held.
func (n *Network) listen(address netip.Addr) error {
	if n.Ground.Listen == nil || n.listened[address] {
		return nil
	}
	secure, plain, err := n.Ground.Listen(address)
	if err != nil {
		return err
	}
	n.listened[address] = true
	for l, tls := range map[net.Listener]bool{secure: true, plain: false} {
		if l != nil {
			n.doors = append(n.doors, l)
			n.run.Go(func() { n.accept(l, tls) })
		}
	}
	return nil
}

// together is how long answers share an address: a client may ask several times for one
// connection, and addresses are finite. It is what the age of an answer is exact to.
const together = 200 * time.Millisecond

// tags gives out addresses in turn.
type tags struct {
	pool   netip.Prefix
	spare  netip.Addr // never given out
	last   netip.Addr
	given  time.Time
	centre map[netip.Addr]string // whose address it is
}

func newTags(pool netip.Prefix, spare netip.Addr) *tags {
	return &tags{pool: pool.Masked(), spare: spare, last: pool.Masked().Addr(), centre: map[netip.Addr]string{}}
}

// next is the address for an answer at an instant. When all are used up they come again,
// the oldest first.
func (t *tags) next(centre string, at time.Time) netip.Addr {
	if at.Sub(t.given) < together && t.centre[t.last] == centre {
		return t.last
	}
	for {
		t.last = t.last.Next()
		if !t.pool.Contains(t.last) {
			t.last = t.pool.Addr().Next() // never the first, which may be the network's own
		}
		if t.last != t.spare {
			break
		}
	}
	t.given = at
	t.centre[t.last] = centre
	return t.last
}
