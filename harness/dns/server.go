package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	wire "github.com/miekg/dns"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Question is what somebody asks.
type Question struct {
	Name      string // in lower case, without the dot at the end
	Type      string // "A", "AAAA", …
	Transport string // "udp" or "tcp"
	From      netip.AddrPort
	At        time.Time
}

// An Answer is what a name has. One without addresses says that the name exists and has
// none of that type.
type Answer struct {
	Addresses  []netip.Addr  // of both kinds; those that were not asked for are left out
	TTL        time.Duration // whole seconds
	DataCentre string        // whose addresses they are, for the journal
}

// A Source knows some names. It is called concurrently.
type Source interface {
	// Owns tells whether the source is responsible for a name.
	Owns(name string) bool
	// Answer is asked for names that it owns; false: there is no such name.
	Answer(Question) (Answer, bool)
}

// A Config says what a server answers. All fields but Upstreams and Network are needed.
type Config struct {
	Source    Source
	Upstreams []netip.AddrPort     // who is asked for all other names, in order; none: such names cannot be resolved
	Network   string               // for the journal
	Record    func(*journal.Query) // gives the entry its ID and publishes it
	Now       func() time.Time
}

// A Server answers on one UDP and one TCP socket.
type Server struct {
	config  Config
	servers []*wire.Server
	running sync.WaitGroup
	life    context.Context // ends with Close: forwarded questions end with it
	end     context.CancelFunc
	seats   chan struct{} // bounds the questions that are forwarded at once
}

// forwards bounds the questions that wait for an upstream at once.
const forwards = 64

// Serve answers until Close. It takes both sockets over.
func Serve(packets net.PacketConn, streams net.Listener, c Config) *Server {
	s := &Server{config: c, seats: make(chan struct{}, forwards)}
	s.life, s.end = context.WithCancel(context.Background())
	started := make(chan struct{}, 2)
	up := func() { started <- struct{}{} }
	s.servers = []*wire.Server{
		{PacketConn: patient(packets), Handler: s.handler("udp"), NotifyStartedFunc: up},
		{Listener: streams, Handler: s.handler("tcp"), NotifyStartedFunc: up, MaxTCPQueries: -1},
	}
	for _, one := range s.servers {
		s.running.Go(func() { _ = one.ActivateAndServe() })
	}
	for range s.servers {
		<-started // one that is not up cannot be shut down
	}
	return s
}

// closing bounds how long Close waits for answers that are on their way.
const closing = 2 * time.Second

// Close ends both sockets and returns when nobody is answered any more.
func (s *Server) Close() error {
	s.end()
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	var all []error
	for _, one := range s.servers {
		all = append(all, one.ShutdownContext(ctx))
	}
	s.running.Wait()
	return errors.Join(all...)
}

func (s *Server) handler(transport string) wire.HandlerFunc {
	return func(w wire.ResponseWriter, m *wire.Msg) {
		if reply := s.reply(transport, addressOf(w.RemoteAddr()), m); reply != nil {
			_ = w.WriteMsg(reply) // who does not wait for the answer asks again
		}
	}
}

// reply answers one message; nil where there is nothing to say to it.
func (s *Server) reply(transport string, from netip.AddrPort, m *wire.Msg) *wire.Msg {
	if m.Response {
		return nil
	}
	r := new(wire.Msg)
	r.SetReply(m)
	if m.Opcode != wire.OpcodeQuery || len(m.Question) != 1 {
		return r.SetRcode(m, wire.RcodeNotImplemented)
	}
	asked := m.Question[0]
	q := Question{
		Name: strings.ToLower(strings.TrimSuffix(asked.Name, ".")), Type: wire.TypeToString[asked.Qtype],
		Transport: transport, From: from, At: s.config.Now(),
	}
	entry := &journal.Query{Asked: q.At, Name: q.Name, Type: q.Type, Transport: transport, From: from, Network: s.config.Network}
	if asked.Qclass == wire.ClassINET && s.config.Source.Owns(q.Name) {
		s.answer(r, q, asked, entry)
	} else {
		r = s.forward(transport, m)
		entry.Forwarded = true
	}
	if r.Rcode != wire.RcodeSuccess {
		entry.Result = wire.RcodeToString[r.Rcode]
	}
	if o := m.IsEdns0(); o != nil && r.IsEdns0() == nil {
		r.SetEdns0(o.UDPSize(), false)
	}
	if transport == "udp" {
		r.Truncate(sizeOf(m))
	}
	s.config.Record(entry)
	return r
}

// sizeOf is how large an answer over UDP may be.
func sizeOf(m *wire.Msg) int {
	if o := m.IsEdns0(); o != nil {
		return max(wire.MinMsgSize, int(o.UDPSize()))
	}
	return wire.MinMsgSize
}

// negative is how long a resolver may remember that a name has no address of a type. It
// is short: what is judged is how long addresses are kept.
const negative = 5

// answer fills in what the source says.
func (s *Server) answer(r *wire.Msg, q Question, asked wire.Question, entry *journal.Query) {
	r.Authoritative = true
	a, known := s.config.Source.Answer(q)
	if !known {
		r.Rcode = wire.RcodeNameError
	}
	ttl := uint32(a.TTL / time.Second)
	head := wire.RR_Header{Name: asked.Name, Rrtype: asked.Qtype, Class: wire.ClassINET, Ttl: ttl}
	for _, address := range a.Addresses {
		switch {
		case asked.Qtype == wire.TypeA && address.Is4():
			r.Answer = append(r.Answer, &wire.A{Hdr: head, A: address.AsSlice()})
		case asked.Qtype == wire.TypeAAAA && address.Is6():
			r.Answer = append(r.Answer, &wire.AAAA{Hdr: head, AAAA: address.AsSlice()})
		default:
			continue
		}
		entry.Addresses = append(entry.Addresses, address)
	}
	if len(r.Answer) > 0 {
		entry.TTL, entry.DataCentre = time.Duration(ttl)*time.Second, a.DataCentre
		return
	}
	zone := wire.Fqdn(q.Name)
	r.Ns = []wire.RR{&wire.SOA{
		Hdr: wire.RR_Header{Name: zone, Rrtype: wire.TypeSOA, Class: wire.ClassINET, Ttl: negative},
		Ns:  "ns." + zone, Mbox: "nobody." + zone, Serial: 1, Refresh: 60, Retry: 60, Expire: 60, Minttl: negative,
	}}
}

func addressOf(a net.Addr) netip.AddrPort {
	p, _ := netip.ParseAddrPort(a.String())
	return netip.AddrPortFrom(p.Addr().Unmap(), p.Port())
}
