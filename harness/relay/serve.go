package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/yamux"
)

// dialing bounds how long a connection may take to come about.
const dialing = 10 * time.Second

// pause keeps a relay that cannot accept from doing nothing else.
const pause = 5 * time.Millisecond

// Ports are those that a relay opens, on all addresses.
type Ports struct {
	TCP   []uint16
	UDP   []uint16
	Claim netip.Prefix // addresses that become the relay's before; the zero value: none
}

// Serve is the relay: it opens the ports and carries what comes to them over the stream,
// until the stream ends or ctx is done. It closes the stream. The end of the stream is no
// error.
func Serve(ctx context.Context, stream io.ReadWriteCloser, ports Ports) error {
	session, err := yamux.Server(stream, settings())
	if err != nil {
		return errors.Join(err, stream.Close())
	}
	s := &server{session: session, guests: map[pair]*net.TCPConn{}}
	defer context.AfterFunc(ctx, s.close)()
	opened := s.open(ports)
	greeting := header{Kind: hello}
	if opened != nil {
		greeting.Error = opened.Error()
	}
	if err := s.greet(greeting); err != nil || opened != nil {
		s.close()
		return errors.Join(opened, err)
	}
	for _, begin := range s.tasks {
		s.carrying.Go(begin)
	}
	for {
		stream, err := session.AcceptStream()
		if err != nil {
			break // the harness has gone
		}
		s.carrying.Go(func() { s.heed(ctx, stream) })
	}
	s.close()
	s.carrying.Wait()
	return nil
}

// server is a relay at work.
type server struct {
	session  *yamux.Session
	tasks    []func() // of the ports: they begin when the harness has been greeted
	carrying sync.WaitGroup

	mu     sync.Mutex
	doors  []io.Closer // listeners
	closed bool
	guests map[pair]*net.TCPConn // who has come and is still there
}

// pair tells connections apart.
type pair struct{ local, remote netip.AddrPort }

// greet tells the harness whether the ports are open, and waits until it has heard.
func (s *server) greet(h header) error {
	stream, err := s.session.OpenStream()
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }()
	if err := put(stream, h); err != nil {
		return err
	}
	_, _ = stream.Read(make([]byte, 1)) // ends when the other side closes it
	return nil
}

// open opens all ports.
func (s *server) open(ports Ports) error {
	if ports.Claim.IsValid() {
		if err := claim(ports.Claim); err != nil {
			return err
		}
	}
	for _, port := range ports.TCP {
		l, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			return err
		}
		s.keep(l)
		s.tasks = append(s.tasks, func() { s.accept(l, port) })
	}
	for _, port := range ports.UDP {
		p, err := net.ListenPacket("udp", fmt.Sprintf(":%d", port))
		if err != nil {
			return err
		}
		s.keep(p)
		s.tasks = append(s.tasks, func() { s.packets(p, port) })
	}
	return nil
}

// keep closes c when everything ends.
func (s *server) keep(c io.Closer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = c.Close()
		return
	}
	s.doors = append(s.doors, c)
}

func (s *server) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, c := range s.doors {
		_ = c.Close()
	}
	_ = s.session.Close()
}

// accept carries every connection that comes to a port.
func (s *server) accept(l net.Listener, port uint16) {
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(pause) // a connection that has gone already, or no more files to be had
			continue
		}
		s.carrying.Go(func() { s.guest(c.(*net.TCPConn), port) })
	}
}

// guest carries one connection that came.
func (s *server) guest(c *net.TCPConn, port uint16) {
	stream, err := s.session.OpenStream()
	if err != nil {
		_ = c.Close()
		return
	}
	who := pair{addressOf(c.LocalAddr()), addressOf(c.RemoteAddr())}
	s.mu.Lock()
	s.guests[who] = c
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.guests[who] == c { // else the same port has come again
			delete(s.guests, who)
		}
	}()
	if put(stream, header{Kind: came, Port: port, Local: who.local, Remote: who.remote}) != nil {
		_, _ = c.Close(), stream.Close()
		return
	}
	join(c, stream)
}

// heed does what the harness asks for.
func (s *server) heed(ctx context.Context, stream *yamux.Stream) {
	h, err := get(stream)
	switch {
	case err == nil && h.Kind == dial:
		s.dial(ctx, h, stream)
		return
	case err == nil && h.Kind == reset:
		s.mu.Lock()
		c := s.guests[pair{h.Local, h.Remote}]
		s.mu.Unlock()
		if c != nil {
			_, _ = c.SetLinger(0), c.Close()
		}
	}
	_ = stream.Close()
}

// dial connects to whom the harness wants to speak to.
func (s *server) dial(ctx context.Context, h header, stream *yamux.Stream) {
	c, err := (&net.Dialer{Timeout: dialing}).DialContext(ctx, "tcp", h.Remote.String())
	if err != nil {
		_, _ = put(stream, header{Kind: dial, Error: err.Error()}), stream.Close()
		return
	}
	if put(stream, header{Kind: dial, Local: addressOf(c.LocalAddr())}) != nil {
		_, _ = c.Close(), stream.Close()
		return
	}
	join(c.(*net.TCPConn), stream)
}

// join copies both ways. A peer that has said all may still listen; when the harness has
// closed its end, nobody is left to speak to.
func join(c *net.TCPConn, stream *yamux.Stream) {
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(stream, c)
		_ = stream.Close()
	})
	_, _ = io.Copy(c, stream)
	_ = c.Close()
	both.Wait()
}

// packets carries the datagrams of a port both ways.
func (s *server) packets(p net.PacketConn, port uint16) {
	stream, err := s.session.OpenStream()
	if err != nil {
		return
	}
	defer func() { _ = stream.Close() }()
	if put(stream, header{Kind: packet, Port: port}) != nil {
		return
	}
	s.carrying.Go(func() {
		for {
			peer, text, err := getDatagram(stream)
			if err != nil {
				return
			}
			_, _ = p.WriteTo(text, net.UDPAddrFromAddrPort(peer)) // datagrams may be lost
		}
	})
	buffer := make([]byte, most)
	for {
		n, peer, err := p.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // what a datagram of ours met, such as a closed port
		}
		if n > most/2 {
			continue // no such datagram can be carried, and none is sent for DNS
		}
		if putDatagram(stream, addressOf(peer), buffer[:n]) != nil {
			return
		}
	}
}

// addressOf is the address in a form that can be written; IPv4 without its mapping.
func addressOf(a net.Addr) netip.AddrPort {
	var ap netip.AddrPort
	switch a := a.(type) {
	case *net.TCPAddr:
		ap = a.AddrPort()
	case *net.UDPAddr:
		ap = a.AddrPort()
	}
	return netip.AddrPortFrom(ap.Addr().Unmap().WithZone(""), ap.Port())
}
