//go:build linux

package ground

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/passproof/passproof/harness/dns"
	"github.com/passproof/passproof/harness/network"
)

// loopback is cut into blocks, one for each network of any run on this machine. Whoever
// has the name server's port of a block has the block.
var loopback = netip.MustParsePrefix("127.64.0.0/10")

const (
	blockBits = 22 // a network has 1022 addresses for its answers
	blocks    = 1 << (blockBits - 10)
)

// Host is a site on the machine's own network: subjects reach all that they reach
// otherwise.
type Host struct {
	self     []string // the program that has [Within] behind the argument "within"
	resolver dns.Resolver
	dir      string // for resolv.confs

	mu   sync.Mutex
	next int // the block to try next
}

// NewHost makes a site, and proves that it can be used. self is the program, and its first
// arguments, that calls [Within]; dir is a folder for its files, which must stay until the
// last subject has ended. The error tells what is missing.
func NewHost(ctx context.Context, self []string, dir string) (*Host, error) {
	resolver, err := machineResolver()
	if err != nil {
		return nil, err
	}
	h := &Host{self: self, resolver: resolver, dir: dir, next: os.Getpid() % blocks}
	g, at, err := h.Ground(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = g.Close() }()
	secure, plain, err := g.Listen(g.Nameserver.Next())
	if err != nil {
		return nil, fmt.Errorf("port 443 cannot be opened on loopback: %w", err)
	}
	_ = secure.Close()
	if plain != nil {
		_ = plain.Close()
	}
	command := at.Command("/", []string{"true"})
	if out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("a process cannot be given a resolv.conf of its own: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return h, nil
}

// Resolver is whom the machine asks for names.
func (h *Host) Resolver() dns.Resolver { return h.resolver }

// Ground takes a block of loopback that nobody has.
func (h *Host) Ground(ctx context.Context) (network.Ground, network.Attachment, error) {
	g, err := h.claim(ctx)
	if err != nil {
		return g, network.Attachment{}, err
	}
	conf := filepath.Join(h.dir, "resolv-"+g.Nameserver.String()+".conf")
	if err := os.WriteFile(conf, []byte(h.resolver.Conf(g.Nameserver)), 0o644); err != nil {
		return network.Ground{}, network.Attachment{}, errors.Join(err, g.Close())
	}
	g.Behind = file(conf)
	g.Listen = listen
	return g, network.Attachment{Enter: append(h.self[:len(h.self):len(h.self)], "--resolv", conf, "--")}, nil
}

// claim opens the name server's port of the next free block.
func (h *Host) claim(ctx context.Context) (network.Ground, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var config net.ListenConfig
	for range blocks {
		block := blockAt(h.next)
		h.next = (h.next + 1) % blocks
		server := block.Addr().Next()
		at := netip.AddrPortFrom(server, 53).String()
		packets, err := config.ListenPacket(ctx, "udp", at)
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return network.Ground{}, fmt.Errorf("port 53 cannot be opened on loopback: %w", err)
		}
		streams, err := config.Listen(ctx, "tcp", at)
		if err != nil {
			_ = packets.Close()
			continue
		}
		return network.Ground{Nameserver: server, Pool: block, Packets: packets, Streams: streams}, nil
	}
	return network.Ground{}, errors.New("port 53 cannot be opened on loopback: somebody listens on it at every address")
}

func blockAt(n int) netip.Prefix {
	base := loopback.Addr().As4()
	offset := uint32(n) << (32 - blockBits)
	base[1] |= byte(offset >> 16)
	base[2] |= byte(offset >> 8)
	return netip.PrefixFrom(netip.AddrFrom4(base), blockBits)
}

// listen opens the ports of one address. Port 80 may be somebody else's.
func listen(address netip.Addr) (secure, plain net.Listener, err error) {
	if secure, err = net.Listen("tcp", netip.AddrPortFrom(address, 443).String()); err != nil {
		return nil, nil, err
	}
	if l, err := net.Listen("tcp", netip.AddrPortFrom(address, 80).String()); err == nil {
		plain = l
	}
	return secure, plain, nil
}

// file is one that is removed with its network.
type file string

// Close removes it.
func (f file) Close() error { return os.Remove(string(f)) }

// resolvConf is where the C library, and those who do as it does, look for name servers.
const resolvConf = "/etc/resolv.conf"

// machineResolver is whom the machine asks for names.
func machineResolver() (dns.Resolver, error) {
	f, err := os.Open(resolvConf)
	if err != nil {
		return dns.Resolver{}, fmt.Errorf("there is nothing that a resolv.conf of its own could take the place of: %w", err)
	}
	defer func() { _ = f.Close() }()
	return dns.ReadResolver(f)
}
