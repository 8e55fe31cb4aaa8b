package dns

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"time"

	wire "github.com/miekg/dns"
)

// patience is how long one upstream may take: resolvers of the C library give up after
// five seconds, and there may be a second upstream to ask.
const patience = 2 * time.Second

// forward asks the upstreams in order, over the transport that was asked over, so that
// what is cut short over UDP arrives over TCP. Where nobody answers, the reply says so.
func (s *Server) forward(transport string, m *wire.Msg) *wire.Msg {
	failed := new(wire.Msg)
	failed.SetRcode(m, wire.RcodeServerFailure)
	select {
	case s.seats <- struct{}{}:
		defer func() { <-s.seats }()
	case <-s.life.Done():
		return failed
	}
	question := m.Copy()
	question.Id = wire.Id()
	client := &wire.Client{Net: transport, Timeout: patience}
	for _, upstream := range s.config.Upstreams {
		ctx, cancel := context.WithTimeout(s.life, patience)
		r, _, err := client.ExchangeContext(ctx, question, upstream.String())
		cancel()
		if err == nil && r != nil {
			r.Id = m.Id
			return r
		}
		if s.life.Err() != nil {
			break
		}
	}
	return failed
}

// A Resolver is what a resolv.conf says.
type Resolver struct {
	Upstreams []netip.AddrPort
	Search    []string // domains that are tried behind short names
	Options   []string // "ndots:5"
}

// ReadResolver reads a resolv.conf. Name servers that are no addresses are left out.
func ReadResolver(r io.Reader) (Resolver, error) {
	c, err := wire.ClientConfigFromReader(r)
	if err != nil {
		return Resolver{}, fmt.Errorf("dns: resolv.conf: %w", err)
	}
	port, err := strconv.ParseUint(c.Port, 10, 16)
	if err != nil {
		return Resolver{}, fmt.Errorf("dns: resolv.conf: port %q: %w", c.Port, err)
	}
	out := Resolver{Search: c.Search}
	for _, name := range c.Servers {
		if a, err := netip.ParseAddr(name); err == nil {
			out.Upstreams = append(out.Upstreams, netip.AddrPortFrom(a, uint16(port)))
		}
	}
	if c.Ndots != 1 {
		out.Options = append(out.Options, fmt.Sprintf("ndots:%d", c.Ndots))
	}
	return out, nil
}

// Conf is a resolv.conf that asks one name server in place of all others.
func (r Resolver) Conf(nameserver netip.Addr) string {
	text := "# written by passproof for one process: its names are resolved by the harness\nnameserver " + nameserver.String() + "\n"
	if len(r.Search) > 0 {
		text += "search"
		for _, domain := range r.Search {
			text += " " + domain
		}
		text += "\n"
	}
	for _, option := range r.Options {
		text += "options " + option + "\n"
	}
	return text
}
