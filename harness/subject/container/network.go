package container

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net"
	"net/netip"
	"strings"
	"time"

	engines "github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"

	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/relay"
)

// A stretch is the network of an instance: its lower half is for containers, its upper half for
// addresses of Adobe Pass, which all are the companion.
type stretch struct {
	all, containers, adobe netip.Prefix
	companion              netip.Addr
}

// How networks are cut out of 198.19.0.0/16, which is for tests between networks and used
// by nobody else (RFC 2544, RFC 5735). The other half of that range is of devices.
const (
	stretchBits = 22 // 1024 addresses: the half of Adobe's lasts for a minute and a half of answers in each moment
	stretches   = 1 << (stretchBits - 16)
)

// stretchAt is the i-th network.
func stretchAt(i int) stretch {
	at := func(offset int) netip.Addr {
		n := 198<<24 | 19<<16 | i<<(32-stretchBits) | offset
		return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
	}
	half := 1 << (32 - stretchBits - 1)
	return stretch{
		all:        netip.PrefixFrom(at(0), stretchBits),
		containers: netip.PrefixFrom(at(0), stretchBits+1),
		adobe:      netip.PrefixFrom(at(half), stretchBits+1),
		companion:  at(2), // the engine takes the first for itself
	}
}

// replica is the address of one of several instances of the service.
func replica(companion netip.Addr, i int) netip.Addr {
	a := companion.As4()
	a[3] += byte(8 + i) // the companion's is the third of 1024
	return netip.AddrFrom4(a)
}

// Ground makes one more network with a companion in it, through which the harness has the
// ports of a name server and of Adobe Pass there. Few are made at once: dozens would take the
// machine for themselves for half a minute, and from the instances that are being watched.
func (s *Site) Ground(ctx context.Context) (network.Ground, network.Attachment, error) {
	select {
	case s.starting <- struct{}{}:
		defer func() { <-s.starting }()
	case <-ctx.Done():
		return network.Ground{}, network.Attachment{}, context.Cause(ctx)
	}
	s.mu.Lock()
	s.made++
	name := fmt.Sprintf("%s-%d", s.share.Run, s.made)
	s.mu.Unlock()
	at, err := s.engine.makeNetwork(ctx, name, s.share.Run)
	if err != nil {
		return network.Ground{}, network.Attachment{}, err
	}
	b := &behind{engine: s.engine, network: name}
	g := network.Ground{Nameserver: at.companion, Pool: at.adobe, Behind: b}
	if b.companion, b.link, err = s.startCompanion(ctx, name, at); err != nil {
		return g, network.Attachment{}, errors.Join(err, g.Close())
	}
	link := b.link
	g.Dial = link.DialContext
	g.Packets, err = link.ListenPacket(ctx, 53)
	for port, l := range map[uint16]*net.Listener{53: &g.Streams, 443: &g.Secure, 80: &g.Plain} {
		if err == nil {
			*l, err = link.Listen(port)
		}
	}
	if err != nil {
		return g, network.Attachment{}, errors.Join(err, g.Close())
	}
	return g, network.Attachment{Apart: true, Container: name, Nameserver: at.companion}, nil
}

// behind is what is removed with a network.
type behind struct {
	engine    *engine
	network   string
	companion string      // container; empty: there is none
	link      *relay.Link // nil: there is none
}

// Close removes the companion and the network. Where somebody is still in the network, it
// is left to the end of the site.
func (b *behind) Close() error {
	if b.link != nil {
		_ = b.link.Close() // that it has ended is what was wanted
	}
	ctx, cancel := context.WithTimeout(context.Background(), sweeping)
	defer cancel()
	if b.companion != "" {
		if err := b.engine.remove(ctx, b.companion); err != nil {
			return fmt.Errorf("the companion cannot be removed: %w", err)
		}
	}
	_, err := b.engine.NetworkRemove(ctx, b.network, client.NetworkRemoveOptions{})
	if err = gone(err); err != nil && !strings.Contains(err.Error(), "active endpoints") {
		return fmt.Errorf("the network %s cannot be removed: %w", b.network, err)
	}
	return nil
}

// makeNetwork makes a network of a run, where no other is.
func (e *engine) makeNetwork(ctx context.Context, name, run string) (stretch, error) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return settle(ctx, int(h.Sum32()%stretches), func(s stretch) error {
		_, err := e.NetworkCreate(ctx, name, client.NetworkCreateOptions{
			Driver: "bridge", Labels: map[string]string{Label: run},
			IPAM: &engines.IPAM{Config: []engines.IPAMConfig{{Subnet: s.all, IPRange: s.containers}}},
		})
		return err
	})
}

// crowded is how long a run waits for others to give back one of their networks.
const crowded = time.Minute

// settle makes a network in the first stretch that nobody has, from one on.
func settle(ctx context.Context, from int, occupy func(stretch) error) (stretch, error) {
	give := time.After(crowded)
	for {
		var taken error
		for i := range stretches {
			s := stretchAt((from + i) % stretches)
			err := occupy(s)
			if err == nil {
				return s, nil
			}
			if taken = err; !strings.Contains(strings.ToLower(err.Error()), "overlap") && !strings.Contains(err.Error(), "already used") {
				return stretch{}, fmt.Errorf("the engine makes no network for the run: %w", err)
			}
		}
		select {
		case <-time.After(time.Second):
		case <-give:
			return stretch{}, fmt.Errorf("the engine has had no room for another network in 198.19.0.0/16 for %v: other certifications have %d there, or have left them behind (docker network ls --filter label=%s): %w",
				crowded, stretches, Label, taken)
		case <-ctx.Done():
			return stretch{}, fmt.Errorf("the engine has no room for another network: %w", context.Cause(ctx))
		}
	}
}
