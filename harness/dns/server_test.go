package dns

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	wire "github.com/miekg/dns"

	"github.com/passproof/passproof/mockpass/journal"
)

// zone is a source with fixed answers.
type zone struct {
	names  map[string]Answer
	suffix string
}

func (z zone) Owns(name string) bool { return strings.HasSuffix(name, z.suffix) }

func (z zone) Answer(q Question) (Answer, bool) {
	a, ok := z.names[q.Name]
	return a, ok
}

// served is a server with what it has recorded.
type served struct {
	*Server
	at netip.AddrPort

	mu      sync.Mutex
	entries []*journal.Query
}

func (s *served) recorded() []*journal.Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.entries)
}

// serve starts a server on loopback, UDP and TCP on one port.
func serve(t *testing.T, z zone, upstreams ...netip.AddrPort) *served {
	t.Helper()
	packets, streams := sockets(t)
	s := &served{at: addressOf(packets.LocalAddr())}
	s.Server = Serve(packets, streams, Config{Source: z, Upstreams: upstreams, Network: "n1", Now: time.Now, Record: func(q *journal.Query) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.entries = append(s.entries, q)
	}})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func sockets(t *testing.T) (net.PacketConn, net.Listener) {
	t.Helper()
	for range 20 {
		streams, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		packets, err := net.ListenPacket("udp", streams.Addr().String())
		if err == nil {
			return packets, streams
		}
		_ = streams.Close() // somebody has that port over UDP
	}
	t.Fatal("no port is free over UDP and TCP")
	return nil, nil
}

func ask(t *testing.T, s *served, transport, name string, kind uint16) *wire.Msg {
	t.Helper()
	m := new(wire.Msg)
	m.SetQuestion(wire.Fqdn(name), kind)
	r, _, err := (&wire.Client{Net: transport, Timeout: 10 * time.Second}).Exchange(m, s.at.String())
	if err != nil {
		t.Fatalf("%s %s: %v", transport, name, err)
	}
	return r
}

var one, six = netip.MustParseAddr("127.77.0.1"), netip.MustParseAddr("2001:db8::1")

func adobe() zone {
	return zone{suffix: "auth.adobe.com", names: map[string]Answer{
		"api.auth.adobe.com": {Addresses: []netip.Addr{one, six}, TTL: 300 * time.Second, DataCentre: "east"},
		"big.auth.adobe.com": {Addresses: many(64), TTL: time.Second},
	}}
}

func many(n int) []netip.Addr {
	var out []netip.Addr
	for i := range n {
		out = append(out, netip.AddrFrom4([4]byte{127, 77, 1, byte(i)}))
	}
	return out
}

func TestServer_Answers(t *testing.T) {
	t.Parallel()
	s := serve(t, adobe())
	for _, transport := range []string{"udp", "tcp"} {
		a := ask(t, s, transport, "API.auth.adobe.com", wire.TypeA)
		if len(a.Answer) != 1 || a.Answer[0].(*wire.A).A.String() != one.String() || a.Answer[0].Header().Ttl != 300 || !a.Authoritative {
			t.Errorf("%s A: %v", transport, a)
		}
		aaaa := ask(t, s, transport, "api.auth.adobe.com", wire.TypeAAAA)
		if len(aaaa.Answer) != 1 || aaaa.Answer[0].(*wire.AAAA).AAAA.String() != six.String() {
			t.Errorf("%s AAAA: %v", transport, aaaa)
		}
		none := ask(t, s, transport, "api.auth.adobe.com", wire.TypeHTTPS)
		if none.Rcode != wire.RcodeSuccess || len(none.Answer) != 0 || len(none.Ns) != 1 {
			t.Errorf("%s HTTPS: want an empty answer with SOA: %v", transport, none)
		}
		if r := ask(t, s, transport, "no.auth.adobe.com", wire.TypeA); r.Rcode != wire.RcodeNameError {
			t.Errorf("%s: want NXDOMAIN: %v", transport, r)
		}
	}
}

func TestServer_Journal(t *testing.T) {
	t.Parallel()
	s := serve(t, adobe())
	ask(t, s, "tcp", "Api.Auth.Adobe.Com", wire.TypeA)
	ask(t, s, "udp", "no.auth.adobe.com", wire.TypeAAAA)
	all := s.recorded()
	if len(all) != 2 {
		t.Fatalf("%d entries, want 2", len(all))
	}
	if q := all[0]; q.Name != "api.auth.adobe.com" || q.Type != "A" || q.Transport != "tcp" || q.Network != "n1" || q.DataCentre != "east" ||
		q.TTL != 300*time.Second || !slices.Equal(q.Addresses, []netip.Addr{one}) || !q.From.Addr().IsLoopback() || q.Asked.IsZero() || q.Forwarded {
		t.Errorf("first: %+v", q)
	}
	if q := all[1]; q.Result != "NXDOMAIN" || len(q.Addresses) != 0 {
		t.Errorf("second: %+v", q)
	}
}

// TestServer_TooLong wants that what does not fit into a datagram arrives over TCP.
func TestServer_TooLong(t *testing.T) {
	t.Parallel()
	s := serve(t, adobe())
	if r := ask(t, s, "udp", "big.auth.adobe.com", wire.TypeA); !r.Truncated {
		t.Errorf("64 addresses in a datagram of 512 bytes, not truncated: %d", len(r.Answer))
	}
	if r := ask(t, s, "tcp", "big.auth.adobe.com", wire.TypeA); len(r.Answer) != 64 {
		t.Errorf("over TCP %d addresses, want 64", len(r.Answer))
	}
}

// idle is a socket on which a while has passed without a question, and which says so as
// not every socket does.
type idle struct {
	net.PacketConn
	passed sync.Once
}

type deadline struct{}

func (deadline) Error() string   { return "i/o deadline reached" }
func (deadline) Timeout() bool   { return true }
func (deadline) Temporary() bool { return false }

func (p *idle) ReadFrom(b []byte) (n int, from net.Addr, err error) {
	p.passed.Do(func() { err = deadline{} })
	if err != nil {
		return 0, nil, err
	}
	return p.PacketConn.ReadFrom(b)
}

func TestServer_WaitsOnWhenNobodyAsks(t *testing.T) {
	t.Parallel()
	packets, streams := sockets(t)
	s := &served{at: addressOf(packets.LocalAddr())}
	s.Server = Serve(&idle{PacketConn: packets}, streams, Config{Source: adobe(), Now: time.Now, Record: func(*journal.Query) {}})
	defer func() { _ = s.Close() }()
	if a := ask(t, s, "udp", "api.auth.adobe.com", wire.TypeA); len(a.Answer) != 1 {
		t.Errorf("after a while without questions: %v", a)
	}
}

func TestServer_Forwards(t *testing.T) {
	t.Parallel()
	upstream := serve(t, zone{suffix: "", names: map[string]Answer{"db.internal": {Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.9")}, TTL: time.Minute}}})
	dead := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), deadPort(t))
	s := serve(t, adobe(), dead, upstream.at)
	for _, transport := range []string{"udp", "tcp"} {
		r := ask(t, s, transport, "db.internal", wire.TypeA)
		if len(r.Answer) != 1 || r.Answer[0].(*wire.A).A.String() != "192.0.2.9" {
			t.Errorf("%s: %v", transport, r)
		}
	}
	if r := ask(t, s, "udp", "nobody.internal", wire.TypeA); r.Rcode != wire.RcodeNameError {
		t.Errorf("want the upstream's NXDOMAIN: %v", r)
	}
	for _, q := range s.recorded() {
		if !q.Forwarded || len(q.Addresses) != 0 {
			t.Errorf("%+v: want it told as forwarded, without addresses", q)
		}
	}
	alone := serve(t, adobe(), dead)
	if r := ask(t, alone, "udp", "db.internal", wire.TypeA); r.Rcode != wire.RcodeServerFailure {
		t.Errorf("nobody to ask: want SERVFAIL: %v", r)
	}
}

// deadPort is one on which nobody answers.
func deadPort(t *testing.T) uint16 {
	t.Helper()
	packets, streams := sockets(t)
	port := addressOf(packets.LocalAddr()).Port()
	_, _ = packets.Close(), streams.Close()
	return port
}

// TestServer_GoResolver asks as a Go program does.
func TestServer_GoResolver(t *testing.T) {
	t.Parallel()
	s := serve(t, adobe())
	r := &net.Resolver{PreferGo: true, Dial: func(_ context.Context, network, _ string) (net.Conn, error) { return net.Dial(network, s.at.String()) }}
	got, err := r.LookupNetIP(t.Context(), "ip", "api.auth.adobe.com")
	if err != nil || len(got) != 2 {
		t.Errorf("%v, %v: want both addresses", got, err)
	}
}

func TestResolver(t *testing.T) {
	t.Parallel()
	r, err := ReadResolver(strings.NewReader("nameserver 10.0.0.2\nnameserver not-an-address\nnameserver fd00::53\nsearch a.example b.example\noptions ndots:5 edns0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Upstreams) != 2 || r.Upstreams[0].String() != "10.0.0.2:53" || r.Upstreams[1].String() != "[fd00::53]:53" {
		t.Errorf("upstreams %v", r.Upstreams)
	}
	text := r.Conf(one)
	back, err := ReadResolver(strings.NewReader(text))
	if err != nil || len(back.Upstreams) != 1 || back.Upstreams[0].Addr() != one || !slices.Equal(back.Search, r.Search) || !slices.Equal(back.Options, []string{"ndots:5"}) {
		t.Errorf("%q reads back as %+v, %v", text, back, err)
	}
}

// FuzzReply wants an answer or silence to any message, and never a panic.
func FuzzReply(f *testing.F) {
	for _, kind := range []uint16{wire.TypeA, wire.TypeAAAA, wire.TypeANY, wire.TypeAXFR} {
		m := new(wire.Msg)
		m.SetQuestion("api.auth.adobe.com.", kind)
		m.SetEdns0(1232, true)
		raw, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, true)
	}
	s := &Server{config: Config{Source: adobe(), Now: time.Now, Record: func(*journal.Query) {}}, seats: make(chan struct{}, 1)}
	s.life, s.end = context.WithCancel(context.Background())
	f.Cleanup(s.end)
	f.Fuzz(func(t *testing.T, raw []byte, udp bool) {
		m := new(wire.Msg)
		if m.Unpack(raw) != nil {
			return
		}
		transport := "tcp"
		if udp {
			transport = "udp"
		}
		r := s.reply(transport, netip.AddrPort{}, m)
		if r == nil {
			return
		}
		if r.Id != m.Id || !r.Response {
			t.Errorf("%v is no answer to %v", r, m)
		}
		if packed, err := r.Pack(); err == nil && udp && len(packed) > max(512, sizeOf(m)) && len(r.Answer) > 0 {
			t.Errorf("%d bytes over UDP, more than %d", len(packed), sizeOf(m))
		}
	})
}
