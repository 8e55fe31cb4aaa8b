//go:build linux

package ground

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/passproof/passproof/harness/dns"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/relay"
)

// ports are those that a network apart has open for the harness.
var ports = relay.Ports{TCP: []uint16{53, 80, 443}, UDP: []uint16{53}}

// Apart is a site of networks that have nothing in common with the machine's: they need no
// rights, and subjects reach nothing but Adobe Pass and each other in them.
type Apart struct {
	self     []string // the program that has [Hold] behind the argument "hold"
	resolver dns.Resolver
	dir      string

	mu   sync.Mutex
	made int
}

// NewApart makes a site, and proves that it can be used. self is the program, and its first
// arguments, that calls [Hold]; dir is a folder for its files. The error tells what is
// missing.
func NewApart(ctx context.Context, self []string, dir string) (*Apart, error) {
	resolver, err := machineResolver()
	if err != nil {
		return nil, err
	}
	if _, err := exec.LookPath("nsenter"); err != nil {
		return nil, fmt.Errorf("there is no nsenter, which is part of util-linux: %w", err)
	}
	a := &Apart{self: self, resolver: resolver, dir: dir}
	g, at, err := a.Ground(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = g.Close() }()
	command := at.Command("/", []string{"true"})
	if out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("a process cannot be put into a network of its own: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return a, nil
}

// Resolver is whom the machine asks for names. What they are resolved to cannot be reached
// from a network apart.
func (a *Apart) Resolver() dns.Resolver { return a.resolver }

// Ground makes one more network.
func (a *Apart) Ground(ctx context.Context) (g network.Ground, at network.Attachment, err error) {
	a.mu.Lock()
	a.made++
	conf := filepath.Join(a.dir, fmt.Sprintf("resolv-apart-%d.conf", a.made))
	a.mu.Unlock()
	g.Nameserver, g.Pool = netip.MustParseAddr("127.0.0.1"), netip.MustParsePrefix("127.77.0.0/16")
	if err := os.WriteFile(conf, []byte(a.resolver.Conf(g.Nameserver)), 0o644); err != nil {
		return g, at, err
	}
	h, err := start(ctx, append(a.self[:len(a.self):len(a.self)], "--resolv", conf))
	if err != nil {
		return g, at, errors.Join(err, os.Remove(conf))
	}
	g.Behind, g.Dial = closers{h, file(conf)}, h.link.DialContext
	g.Packets, err = h.link.ListenPacket(ctx, 53)
	if err == nil {
		g.Streams, err = h.link.Listen(53)
	}
	if err == nil {
		g.Secure, err = h.link.Listen(443)
	}
	if err == nil {
		g.Plain, err = h.link.Listen(80)
	}
	if err != nil {
		return g, at, errors.Join(err, g.Close())
	}
	// A process that enters other mounts stands in their root.
	return g, network.Attachment{Apart: true, Enter: []string{
		"nsenter", "--target", strconv.Itoa(h.cmd.Process.Pid), "--user", "--net", "--mount", "--preserve-credentials", "--",
		"sh", "-c", `cd "$1" && shift && exec "$@"`, "sh", network.Folder,
	}}, nil
}

// holder is the process that keeps namespaces alive.
type holder struct {
	cmd  *exec.Cmd
	link *relay.Link
	said strings.Builder
}

// start starts a process in namespaces of its own, and the harness's link to it.
func start(ctx context.Context, command []string) (*holder, error) {
	h := &holder{cmd: exec.Command(command[0], command[1:]...)}
	h.cmd.Stderr = &h.said
	h.cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:    true, // the terminal's interrupt is not for it: it ends with its stream
		Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWNET | unix.CLONE_NEWNS,
		// The same user as outside: a service that refuses to be root is not.
		UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}},
		AmbientCaps: []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_NET_BIND_SERVICE},
	}
	in, err := h.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := h.cmd.Start(); err != nil {
		return nil, fmt.Errorf("no namespaces can be had: %w", err)
	}
	if h.link, err = relay.Open(ctx, &stream{out, in}); err != nil {
		_ = h.cmd.Process.Kill()
		_ = h.cmd.Wait()
		return nil, fmt.Errorf("a network of its own cannot be had: %w: %s", err, strings.TrimSpace(h.said.String()))
	}
	return h, nil
}

// stream is both pipes of a process.
type stream struct {
	io.ReadCloser
	in io.WriteCloser
}

// Write writes to the process.
func (s *stream) Write(p []byte) (int, error) { return s.in.Write(p) }

// Close closes both.
func (s *stream) Close() error { return errors.Join(s.in.Close(), s.ReadCloser.Close()) }

// ending bounds how long a holder may take to end with its stream.
const ending = 5 * time.Second

// Close ends the namespaces, unless somebody is still in them.
func (h *holder) Close() error {
	_ = h.link.Close()
	kill := time.AfterFunc(ending, func() { _ = h.cmd.Process.Kill() })
	defer kill.Stop()
	_ = h.cmd.Wait() // that it ended is all there is to know
	return nil
}

// closers are closed in turn.
type closers []io.Closer

// Close closes all.
func (c closers) Close() error {
	var all []error
	for _, one := range c {
		all = append(all, one.Close())
	}
	return errors.Join(all...)
}
