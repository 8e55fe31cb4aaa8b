package mockpass

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/passproof/passproof/mockpass/journal"
)

type connKey struct{}

// ConnContext gives each connection the number that exchanges tell it by. It is
// to be set as http.Server.ConnContext by whoever listens; without it exchanges
// have the connection number 0.
func (s *Server) ConnContext(ctx context.Context, _ net.Conn) context.Context {
	s.closing.of(ctx) // before the first call comes that might wait
	return context.WithValue(ctx, connKey{}, s.conns.Add(1))
}

// ConnNumber is the number that [Server.ConnContext] gave to the connection of a context,
// by which exchanges tell it; 0: none.
func ConnNumber(ctx context.Context) uint64 {
	n, _ := ctx.Value(connKey{}).(uint64)
	return n
}

// open begins the exchange of a request. It reads the whole body, up to a limit.
func (s *Server) open(r *http.Request) *call {
	x := &journal.Exchange{
		ID:    s.journal.NextID(),
		Party: journal.Service,
		Start: s.clock.Now(),
		Request: journal.Message{
			Method: r.Method,
			Target: r.URL.RequestURI(),
			Header: fields(r.Header, journal.Field{Name: "Host", Value: r.Host}),
		},
	}
	if r.Header.Get("Sec-Fetch-Mode") == "navigate" {
		x.Party = journal.Browser
	}
	x.Conn, x.Scheme = ConnNumber(r.Context()), "http"
	if r.TLS != nil {
		x.Scheme = "https"
	}
	x.From, _ = netip.ParseAddrPort(r.RemoteAddr)
	if to, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		x.To = netip.AddrPortFrom(to.AddrPort().Addr().Unmap(), uint16(to.Port))
	}
	c := &call{request: r, exchange: x, now: x.Start, settings: s.settings()}
	body, err := readBody(r)
	c.tooLong = len(body) > bodyLimit
	c.body = body[:min(len(body), bodyLimit)]
	x.Request.Body = c.body
	x.Request.Cut = c.tooLong || err != nil
	return c
}

// trusted is up to which length a request is believed to be as long as it says.
const trusted = 64 << 10

// readBody reads a body up to one byte more than its limit, into no more memory than
// it needs: the journal keeps it.
func readBody(r *http.Request) ([]byte, error) {
	if r.ContentLength < 0 || r.ContentLength > trusted {
		return io.ReadAll(io.LimitReader(r.Body, bodyLimit+1))
	}
	body := make([]byte, r.ContentLength)
	n, err := io.ReadFull(r.Body, body)
	return body[:n], err
}

// publish ends the exchange and puts it into the journal.
func (s *Server) publish(c *call, a *reply) {
	x := c.exchange
	x.End = s.clock.Now()
	if a.status != 0 {
		a.header.Set("Content-Length", strconv.Itoa(a.length()))
		x.Response = journal.Message{Status: a.status, Header: fields(a.header), Body: a.body, Cut: a.cut}
	}
	s.journal.Publish(x)
}

// fields lists a header by name, after those that come first: net/http does not tell
// the order in which it came.
func fields(h http.Header, first ...journal.Field) []journal.Field {
	out := append(make([]journal.Field, 0, len(first)+len(h)), first...)
	for name, values := range h {
		for _, v := range values {
			out = append(out, journal.Field{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(out[len(first):], func(a, b journal.Field) int { return strings.Compare(a.Name, b.Name) })
	return out
}
