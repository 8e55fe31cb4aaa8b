package network

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/dns"
	"github.com/passproof/passproof/mockpass/journal"
)

// A State is how a data centre is.
type State string

// The states of data centres.
const (
	Healthy  State = "healthy"
	Refusing State = "refusing" // resets every connection
	Silent   State = "silent"   // takes connections and says nothing on them, not even on those that there are
)

// The data centres of every network. Names are resolved to addresses of the first until
// the network moves.
const (
	East = "east"
	West = "west"
)

// Settings are what the subject is told besides addresses.
type Settings struct {
	TTL   time.Duration // of answers, whole seconds; 0: a minute, which a record of Adobe's was seen with
	Close bool          // a connection ends with its first answer, over HTTP/1.1 alone, so that every request needs an address
}

// usual is the TTL unless something else is set.
const usual = time.Minute

// A Config says what a network is made of. All fields but Upstreams are needed.
type Config struct {
	Name         string
	Ground       Ground
	Owns         func(host string) bool // which names are Adobe's
	Upstreams    []netip.AddrPort       // who resolves all others
	Certificates Certificates
	Serve        func(net.Conn)      // is given every connection on which requests can come
	Record       func(journal.Entry) // gives the entry its ID and publishes it
	Now          func() time.Time
}

// A Network is what one instance of the subject sees of the world of Adobe Pass. Its
// methods may be called concurrently.
type Network struct {
	Config
	names    *dns.Server
	secure   map[string]*tls.Config // by what is wrong with the certificate
	run      sync.WaitGroup         // accepting, and what was accepted until it is served
	life     context.Context
	end      context.CancelFunc
	tags     *tags
	listened map[netip.Addr]bool // by Ground.Listen; guarded by mu
	doors    []net.Listener      // likewise

	mu       sync.Mutex
	settings Settings
	centres  map[string]*centre
	current  string
	conns    map[*conn]bool
	closed   bool
}

// A centre is a data centre. It is guarded by the mutex of its network.
type centre struct {
	name        string
	state       State
	certificate string // what is wrong with the one that it shows; empty: nothing
}

// Open begins to answer. The network owns the ground even when it cannot be opened.
func Open(c Config) (*Network, error) {
	secure, err := c.Certificates.configs()
	if err != nil {
		return nil, errors.Join(err, c.Ground.Close())
	}
	n := &Network{
		Config: c, secure: secure, tags: newTags(c.Ground.Pool, c.Ground.Nameserver), listened: map[netip.Addr]bool{}, conns: map[*conn]bool{}, current: East,
		centres: map[string]*centre{East: {name: East, state: Healthy}, West: {name: West, state: Healthy}},
	}
	n.life, n.end = context.WithCancel(context.Background())
	for _, door := range []struct {
		net.Listener
		secure bool
	}{{c.Ground.Secure, true}, {c.Ground.Plain, false}} {
		if door.Listener != nil {
			n.run.Go(func() { n.accept(door.Listener, door.secure) })
		}
	}
	n.names = dns.Serve(c.Ground.Packets, c.Ground.Streams, dns.Config{
		Source: n, Upstreams: c.Upstreams, Network: c.Name, Now: c.Now, Record: func(q *journal.Query) { c.Record(q) },
	})
	return n, nil
}

// Set changes what the subject is told from now on.
func (n *Network) Set(s Settings) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.settings = s
}

// Move lets the name server give addresses of the other data centre from now on, and puts
// the one before into a state. Connections to it are reset where it is refusing, and say
// nothing more where it is silent.
func (n *Network) Move(before State) (from, to string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	from, to = n.current, West
	if from == West {
		to = East
	}
	n.current = to
	n.centres[to].state = Healthy
	n.put(n.centres[from], before)
	return from, to
}

// Present lets the current data centre show a certificate with a fault, one of those of
// package journal, or with none again, and resets what is connected to it: the next
// connection sees it.
func (n *Network) Present(fault string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.secure[fault] == nil {
		return errors.New("network: no certificate has the fault " + fault)
	}
	at := n.centres[n.current]
	at.certificate = fault
	n.each(at, (*conn).reset)
	return nil
}

// put brings a data centre into a state. The mutex is held.
func (n *Network) put(at *centre, s State) {
	at.state = s
	switch s {
	case Refusing:
		n.each(at, (*conn).reset)
	case Silent:
		n.each(at, (*conn).silence)
	}
}

// each does something to every connection of a data centre. The mutex is held.
func (n *Network) each(at *centre, do func(*conn)) {
	for c := range n.conns {
		if c.centre == at {
			do(c)
		}
	}
}

// Close ends the network with all its connections.
func (n *Network) Close() error {
	n.mu.Lock()
	n.closed = true
	doors := n.doors
	for c := range n.conns {
		c.reset()
	}
	n.mu.Unlock()
	n.end()
	all := []error{n.names.Close()}
	for _, d := range doors {
		all = append(all, d.Close())
	}
	n.Ground.Packets, n.Ground.Streams = nil, nil // ended with the name server
	all = append(all, n.Ground.Close())
	n.run.Wait()
	return errors.Join(all...)
}
