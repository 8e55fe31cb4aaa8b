package network

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/ca"
	"github.com/passproof/passproof/mockpass/journal"
)

const host = "api.auth.adobe.com"

// bench is a network on loopback at ports that anybody may open, with a server behind it
// that says who called, and a client that asks the network's name server.
type bench struct {
	*Network
	t        *testing.T
	roots    *x509.CertPool
	resolver *net.Resolver
	secure   string // port
	plain    string
	entries  chan journal.Entry
}

// blocks keeps the tests' addresses apart.
var blocks atomic.Uint32

func setUp(t *testing.T) *bench {
	t.Helper()
	authority, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	certificates, err := NewCertificates(authority, time.Now(), []string{host})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, roots: authority.Pool(), entries: make(chan journal.Entry, 1000)}
	ground := b.ground(t)
	funnel := NewFunnel()
	var number atomic.Uint64
	server := &http.Server{
		Handler:           Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, r.Proto) })),
		ReadHeaderTimeout: time.Minute,
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return Attach(ctx, c, number.Add(1)) },
		TLSConfig:         &tls.Config{NextProtos: []string{"h2", "http/1.1"}},
	}
	var id atomic.Uint64
	b.Network, err = Open(Config{
		Name: "n1", Ground: ground, Owns: func(name string) bool { return name == host }, Certificates: certificates, Serve: funnel.Take, Now: time.Now,
		Record: func(e journal.Entry) {
			switch e := e.(type) {
			case *journal.Query:
				e.ID = journal.ID(id.Add(1))
			case *journal.Connection:
				e.ID = journal.ID(id.Add(1))
			}
			b.entries <- e
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(funnel) })
	t.Cleanup(func() {
		if err := errors.Join(b.Close(), funnel.Close(), server.Close()); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
	names := ground.Packets.LocalAddr().String()
	b.resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, names)
	}}
	return b
}

// ground has its data centres in a /24 of loopback.
func (b *bench) ground(t *testing.T) Ground {
	t.Helper()
	block := blocks.Add(1)
	g := Ground{Pool: netip.PrefixFrom(netip.AddrFrom4([4]byte{127, 90, byte(block), 0}), 24), Nameserver: netip.AddrFrom4([4]byte{127, 90, byte(block), 1})}
	listen := func(address netip.Addr, port string) (net.Listener, string) {
		l, err := net.Listen("tcp", net.JoinHostPort(address.String(), port))
		if err != nil {
			t.Fatal(err)
		}
		return l, strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	}
	var names string
	g.Streams, names = listen(g.Nameserver, "0")
	packets, err := net.ListenPacket("udp", net.JoinHostPort(g.Nameserver.String(), names))
	if err != nil {
		t.Fatal(err)
	}
	g.Packets = packets
	first, port := listen(g.Nameserver, "0") // a port that is free in the whole block: nobody else is there
	second, plain := listen(g.Nameserver, "0")
	b.secure, b.plain = port, plain
	_, _ = first.Close(), second.Close()
	g.Listen = func(address netip.Addr) (secure, open net.Listener, err error) {
		secure, _ = listen(address, port)
		open, _ = listen(address, plain)
		return secure, open, nil
	}
	return g
}

// client resolves anew for each connection, or keeps connections.
func (b *bench) client() *http.Client {
	dial := func(ctx context.Context, _, address string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(address)
		to := map[string]string{"443": b.secure, "80": b.plain}[port]
		found, err := b.resolver.LookupNetIP(ctx, "ip4", host)
		if err != nil {
			return nil, err
		}
		return (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(found[0].String(), to))
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: b.roots}, ForceAttemptHTTP2: true}
	b.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

func get(c *http.Client, url string) (string, error) {
	r, err := c.Get(url)
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	return string(text), err
}

// connection is the next connection in the journal.
func (b *bench) connection() *journal.Connection {
	b.t.Helper()
	for {
		select {
		case e := <-b.entries:
			if c, ok := e.(*journal.Connection); ok {
				return c
			}
		case <-time.After(20 * time.Second):
			b.t.Fatal("no connection is recorded")
		}
	}
}

// query is the next query in the journal.
func (b *bench) query() *journal.Query {
	b.t.Helper()
	select {
	case e := <-b.entries:
		if q, ok := e.(*journal.Query); ok {
			return q
		}
	case <-time.After(20 * time.Second):
	}
	b.t.Fatal("no query is recorded next")
	return nil
}

func TestNetwork_ConnectionsNameTheirAnswer(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	b.Set(Settings{TTL: time.Hour, Close: true})
	client := b.client()
	seen := map[netip.Addr]bool{}
	for range 3 {
		if got, err := get(client, "https://"+host); err != nil || got != "HTTP/1.1" {
			t.Fatalf("%q, %v", got, err)
		}
		q, c := b.query(), b.connection()
		if len(q.Addresses) != 1 || q.Addresses[0] != c.To.Addr() || q.TTL != time.Hour || q.Network != "n1" || c.Network != "n1" || q.Asked.After(c.Opened) {
			t.Errorf("query %+v and connection %+v do not belong together", q, c)
		}
		if c.Outcome != journal.Ready || c.ServerName != host || c.Number == 0 || c.DataCentre != East || c.Protocol != "http/1.1" {
			t.Errorf("connection %+v", c)
		}
		seen[c.To.Addr()] = true
		time.Sleep(together) // answers that are asked for at once share an address
	}
	if len(seen) != 3 {
		t.Errorf("%d addresses for three answers", len(seen))
	}
}

func TestNetwork_KeepsConnectionsUnlessTold(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	client := b.client()
	for range 3 {
		if got, err := get(client, "https://"+host); err != nil || got != "HTTP/2.0" {
			t.Fatalf("%q, %v", got, err)
		}
	}
	b.query()
	if c := b.connection(); c.Protocol != "h2" {
		t.Errorf("protocol %q", c.Protocol)
	}
	if n := len(b.entries); n != 0 {
		t.Errorf("%d more entries for requests on one connection", n)
	}
}

// connected is a client that has called Adobe's host, and the address that it is connected to.
func (b *bench) connected() (*http.Client, netip.AddrPort) {
	b.t.Helper()
	client := b.client()
	if _, err := get(client, "https://"+host); err != nil {
		b.t.Fatal(err)
	}
	b.query()
	return client, b.connection().To
}

func TestNetwork_Moves(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	client, old := b.connected()
	if from, to := b.Move(Refusing); from != East || to != West {
		t.Errorf("from %s to %s", from, to)
	}
	if c, err := net.Dial("tcp", net.JoinHostPort(old.Addr().String(), b.secure)); err == nil {
		if _, err := bufio.NewReader(c).ReadByte(); err == nil {
			t.Error("the old data centre says something")
		}
		_ = c.Close()
	}
	if c := b.connection(); c.Outcome != journal.Refused || c.DataCentre != East || c.To != old {
		t.Errorf("to the old one: %+v", c)
	}
	_, err := get(client, "https://"+host)
	if err != nil { // it has met the reset on the connection that it had
		_, err = get(client, "https://"+host)
	}
	if err != nil {
		t.Errorf("after the move: %v", err)
	}
	b.query()
	if c := b.connection(); c.Outcome != journal.Ready || c.DataCentre != West {
		t.Errorf("to the new one: %+v", c)
	}
}

func TestNetwork_FallsSilent(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	client, old := b.connected()
	b.Move(Silent)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+host, nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := client.Do(r); !errors.Is(err, context.DeadlineExceeded) {
		if err == nil {
			_ = response.Body.Close()
		}
		t.Errorf("on the old connection: %v, want silence", err)
	}
	c, err := net.Dial("tcp", net.JoinHostPort(old.Addr().String(), b.secure))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if got := b.connection(); got.Outcome != journal.Silent {
		t.Errorf("a new connection to the old one: %+v", got)
	}
	client.CloseIdleConnections()
	if _, err := get(b.client(), "https://"+host); err != nil {
		t.Errorf("a client that asks anew: %v", err)
	}
}

func TestNetwork_WrongCertificates(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	for _, fault := range []string{journal.WrongName, journal.UnknownAuthority, journal.Expired} {
		if err := b.Present(fault); err != nil {
			t.Fatal(err)
		}
		if _, err := get(b.client(), "https://"+host); !isCertificateError(err) {
			t.Errorf("%s: %v, want the certificate refused", fault, err)
		}
		if c := b.connection(); c.Outcome != journal.Aborted || c.Certificate != fault {
			t.Errorf("%s: %+v", fault, c)
		}
		careless := b.client()
		careless.Transport.(*http.Transport).TLSClientConfig.InsecureSkipVerify = true
		if _, err := get(careless, "https://"+host); err != nil {
			t.Errorf("%s: a careless client: %v", fault, err)
		}
		if c := b.connection(); c.Outcome != journal.Ready || c.Certificate != fault {
			t.Errorf("%s: careless: %+v", fault, c)
		}
	}
	if err := b.Present(""); err != nil {
		t.Fatal(err)
	}
	if _, err := get(b.client(), "https://"+host); err != nil {
		t.Errorf("with the right one again: %v", err)
	}
	if err := b.Present("nonsense"); err == nil {
		t.Error("there is no such fault, and no error")
	}
}

func isCertificateError(err error) bool {
	var bad *tls.CertificateVerificationError
	return errors.As(err, &bad)
}

func TestNetwork_PlainHTTPIsServedAndTold(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	if got, err := get(b.client(), "http://"+host); err != nil || got != "HTTP/1.1" {
		t.Fatalf("%q, %v", got, err)
	}
	b.query()
	if c := b.connection(); c.Protocol != "" || c.ServerName != "" || c.Outcome != journal.Ready {
		t.Errorf("%+v", c)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	pool, spare := netip.MustParsePrefix("127.90.200.0/30"), netip.MustParseAddr("127.90.200.1")
	tags, at := newTags(pool, spare), time.Unix(0, 0)
	var got []string
	for i := range 5 {
		got = append(got, tags.next(East, at.Add(time.Duration(i)*time.Second)).String())
	}
	want := []string{"127.90.200.2", "127.90.200.3", "127.90.200.2", "127.90.200.3", "127.90.200.2"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v: neither the name server's nor the network's own, and the oldest first", got, want)
	}
	same := tags.next(East, at.Add(4*time.Second+together/2))
	if same.String() != got[4] {
		t.Errorf("asked at once: %v, want %v", same, got[4])
	}
	if moved := tags.next(West, at.Add(4*time.Second+together/2)); moved == same {
		t.Error("another data centre has the same address")
	}
}

// TestRegistry steers over the API, as a scenario does.
func TestRegistry(t *testing.T) {
	t.Parallel()
	b := setUp(t)
	inner := &http.Server{ReadHeaderTimeout: time.Minute}
	ground := b.ground(t)
	r := NewRegistry(one{ground, Attachment{Enter: []string{"into", Folder}, Apart: true}}, b.Config)
	inner.Handler = r.Handler()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = inner.Serve(l) }()
	defer func() { _ = inner.Close() }()
	c := &Client{URL: "http://" + l.Addr().String()}
	ctx := t.Context()
	at, err := c.Open(ctx)
	if err != nil || at.Network != "network-1" || !at.Apart {
		t.Fatalf("%+v, %v", at, err)
	}
	if got := at.Command("/srv", []string{"/bin/x", "-y"}); fmt.Sprint(got) != "[into /srv /bin/x -y]" {
		t.Errorf("command %v", got)
	}
	if err := c.Set(ctx, at.Network, Settings{TTL: time.Hour, Close: true}); err != nil {
		t.Error(err)
	}
	if from, to, err := c.Move(ctx, at.Network, Silent); err != nil || from != East || to != West {
		t.Errorf("%s to %s, %v", from, to, err)
	}
	n, err := r.find(at.Network)
	if err != nil {
		t.Fatal(err)
	}
	n.mu.Lock()
	if n.settings != (Settings{TTL: time.Hour, Close: true}) || n.current != West || n.centres[East].state != Silent {
		t.Errorf("%+v, at %s, east %+v", n.settings, n.current, n.centres[East])
	}
	n.mu.Unlock()
	if err := c.Present(ctx, at.Network, journal.Expired); err != nil {
		t.Error(err)
	}
	if _, _, err := c.Move(ctx, at.Network, "odd"); err == nil {
		t.Error("a data centre cannot be odd")
	}
	if err := c.Present(ctx, "network-9", ""); err == nil {
		t.Error("there is no such network")
	}
	service, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = service.Close() }()
	door, err := c.Reach(ctx, at.Network, service.Addr().String())
	if err != nil || door == service.Addr().String() {
		t.Fatalf("%s, %v", door, err)
	}
	caller, err := net.Dial("tcp", door)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = caller.Close() }()
	if far, err := service.Accept(); err != nil {
		t.Error(err)
	} else {
		_ = far.Close()
	}
	if err := c.Remove(ctx, at.Network); err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", door); err == nil {
		t.Error("the door is still open")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// one is a site with one ground, whose subjects are reached from here.
type one struct {
	ground Ground
	at     Attachment
}

func (o one) Ground(context.Context) (Ground, Attachment, error) {
	o.ground.Dial = (&net.Dialer{}).DialContext
	return o.ground, o.at, nil
}
