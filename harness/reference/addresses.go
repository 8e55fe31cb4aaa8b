package reference

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// addresses keeps addresses of hosts, for as long as a line says.
type addresses struct {
	line Line

	mu     sync.Mutex
	turn   int
	caches []map[string]kept
}

// kept is an address until an instant.
type kept struct {
	address string
	until   time.Time
}

func newAddresses(l Line) *addresses {
	a := &addresses{line: l}
	for range max(1, l.Caches) {
		a.caches = append(a.caches, map[string]kept{})
	}
	return a
}

// resolve replaces the host of an address, where it is a name and names are kept. The
// right line leaves it to the dialer, which asks anew.
func (a *addresses) resolve(ctx context.Context, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil || a.line.Keep == nil {
		return address, err
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return address, nil
	}
	found, err := a.find(ctx, host)
	return net.JoinHostPort(found, port), err
}

// find takes an address from the cache whose turn it is, or asks for one.
func (a *addresses) find(ctx context.Context, host string) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	cache := a.caches[a.turn%len(a.caches)]
	a.turn++
	if k, ok := cache[host]; ok && time.Now().Before(k.until) {
		return k.address, nil
	}
	address, ttl, err := lookUp(ctx, host)
	if err != nil {
		return "", err
	}
	life := a.line.Keep(ttl)
	if _, ok := cache[host]; !ok && a.turn > 1 {
		life /= 2 // the cache of a replica that was started earlier
	}
	cache[host] = kept{address, time.Now().Add(life)}
	return address, nil
}

// lookUp asks the name servers of the system for an address and how long it may be kept,
// which package net does not tell.
func lookUp(ctx context.Context, host string) (address string, ttl time.Duration, err error) {
	config, err := dns.ClientConfigFromFile("/etc/resolv.conf")
	if err != nil {
		return "", 0, err
	}
	q := new(dns.Msg)
	q.SetQuestion(dns.Fqdn(host), dns.TypeA)
	client := &dns.Client{Timeout: 2 * time.Second}
	for _, server := range config.Servers {
		r, _, err := client.ExchangeContext(ctx, q, net.JoinHostPort(server, config.Port))
		if err != nil {
			continue
		}
		for _, record := range r.Answer {
			if found, ok := record.(*dns.A); ok {
				return found.A.String(), time.Duration(found.Hdr.Ttl) * time.Second, nil
			}
		}
	}
	return "", 0, fmt.Errorf("reference: nobody knows the address of %s", host)
}
