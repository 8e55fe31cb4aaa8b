package mockpass

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"

	"github.com/passproof/passproof/mockpass/journal"
)

type connKey struct{}

// ConnContext gives each connection the number that exchanges tell it by. It is
// to be set as http.Server.ConnContext by whoever listens; without it exchanges
// have the connection number 0.
func (s *Server) ConnContext(ctx context.Context, _ net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, s.conns.Add(1))
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
			Header: append([]journal.Field{{Name: "Host", Value: r.Host}}, fields(r.Header)...),
		},
	}
	if r.Header.Get("Sec-Fetch-Mode") == "navigate" {
		x.Party = journal.Browser
	}
	x.Conn, _ = r.Context().Value(connKey{}).(uint64)
	x.From, _ = netip.ParseAddrPort(r.RemoteAddr)
	if to, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		x.To, _ = netip.ParseAddrPort(to.String())
	}
	c := &call{request: r, exchange: x, now: x.Start, settings: s.settings()}
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit+1))
	c.tooLong = len(body) > bodyLimit
	c.body = body[:min(len(body), bodyLimit)]
	x.Request.Body = c.body
	x.Request.Cut = c.tooLong || err != nil
	return c
}

// publish ends the exchange and puts it into the journal.
func (s *Server) publish(c *call, a *reply) {
	x := c.exchange
	x.End = s.clock.Now()
	if a.status != 0 {
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		x.Response = journal.Message{Status: a.status, Header: fields(a.header), Body: a.body}
	}
	s.journal.Publish(x)
}

// fields lists a header by name: net/http does not tell the order in which it came.
func fields(h http.Header) []journal.Field {
	names := make([]string, 0, len(h))
	for n := range h {
		names = append(names, n)
	}
	slices.Sort(names)
	out := make([]journal.Field, 0, len(h))
	for _, n := range names {
		for _, v := range h[n] {
			out = append(out, journal.Field{Name: n, Value: v})
		}
	}
	return out
}
