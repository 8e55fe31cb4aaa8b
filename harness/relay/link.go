package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/yamux"
)

// waiting is how many connections may wait at a port for somebody to accept them.
const waiting = 256

// A Link is the harness's end. Its methods may be called concurrently.
type Link struct {
	session *yamux.Session
	done    chan struct{}

	mu      sync.Mutex
	ports   map[uint16]*listener
	packets map[uint16]chan *yamux.Stream // one stream for each
}

// Open returns when the relay at the other end of the stream has opened its ports. The
// link owns the stream.
func Open(ctx context.Context, stream io.ReadWriteCloser) (*Link, error) {
	session, err := yamux.Client(stream, settings())
	if err != nil {
		return nil, errors.Join(err, stream.Close())
	}
	defer context.AfterFunc(ctx, func() { _ = session.Close() })()
	first, err := session.AcceptStream()
	if err != nil {
		_ = session.Close()
		return nil, fmt.Errorf("the relay did not answer: %w", errors.Join(context.Cause(ctx), err))
	}
	h, err := get(first)
	_ = first.Close()
	if err == nil && h.Kind != hello {
		err = fmt.Errorf("it begins with %q: is it of another version?", h.Kind)
	}
	if err == nil && h.Error != "" {
		err = errors.New(h.Error)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the relay cannot be used: %w", err), session.Close())
	}
	l := &Link{session: session, done: make(chan struct{}), ports: map[uint16]*listener{}, packets: map[uint16]chan *yamux.Stream{}}
	go l.accept()
	return l, nil
}

// Done is closed when the link has ended, by Close or because the stream has.
func (l *Link) Done() <-chan struct{} { return l.done }

// Close ends the link and everything that goes over it.
func (l *Link) Close() error {
	err := l.session.Close()
	<-l.done
	return err
}

// accept hands out what the relay opens.
func (l *Link) accept() {
	defer close(l.done)
	for {
		stream, err := l.session.AcceptStream()
		if err != nil {
			return
		}
		go l.sort(stream)
	}
}

// sort gives a stream to the listener of its port; what nobody listens to is closed.
func (l *Link) sort(stream *yamux.Stream) {
	h, err := get(stream)
	if err != nil {
		_ = stream.Close()
		return
	}
	switch h.Kind {
	case came:
		l.mu.Lock()
		to := l.ports[h.Port]
		l.mu.Unlock()
		if to == nil || !to.take(&conn{Stream: stream, link: l, local: h.Local, remote: h.Remote}) {
			_ = stream.Close()
		}
	case packet:
		select {
		case l.box(h.Port) <- stream:
		case <-l.done:
		}
	default:
		_ = stream.Close()
	}
}

// box is where the stream of a port's datagrams waits.
func (l *Link) box(port uint16) chan *yamux.Stream {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.packets[port] == nil {
		l.packets[port] = make(chan *yamux.Stream, 1)
	}
	return l.packets[port]
}

// Listen accepts what connects to a port of the relay. The addresses of the connections
// are those over there.
func (l *Link) Listen(port uint16) (net.Listener, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ports[port] != nil {
		return nil, fmt.Errorf("relay: port %d is listened to already", port)
	}
	to := &listener{link: l, port: port, came: make(chan *conn, waiting), closed: make(chan struct{})}
	l.ports[port] = to
	return to, nil
}

// DialContext connects to an address and port over there; names are not resolved.
func (l *Link) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, fmt.Errorf("relay: %w", err)
	}
	stream, err := l.session.OpenStream()
	if err != nil {
		return nil, fmt.Errorf("relay: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = stream.Close() })
	h, err := ask(stream, header{Kind: dial, Remote: to})
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = stream.Close()
		return nil, fmt.Errorf("relay: %s cannot be reached: %w", address, err)
	}
	return &conn{Stream: stream, local: h.Local, remote: to}, nil
}

// ask puts a question and reads the answer.
func ask(stream *yamux.Stream, question header) (header, error) {
	if err := put(stream, question); err != nil {
		return header{}, err
	}
	answer, err := get(stream)
	if err == nil && answer.Error != "" {
		err = errors.New(answer.Error)
	}
	return answer, err
}

// conn is a connection over there.
type conn struct {
	*yamux.Stream
	link          *Link // of one that came
	local, remote netip.AddrPort
	abrupt        atomic.Bool
}

// Read is that of net.Conn.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Stream.Read(p)
	return n, late(err)
}

// Write is that of net.Conn.
func (c *conn) Write(p []byte) (int, error) {
	n, err := c.Stream.Write(p)
	return n, late(err)
}

// late tells of a deadline in the words of package net, after which there may be more to
// come: servers and TLS give up on anything else.
func late(err error) error {
	if errors.Is(err, yamux.ErrTimeout) {
		return os.ErrDeadlineExceeded
	}
	return err
}

// SetLinger is that of net.TCPConn as far as 0 goes: Close then resets a connection that
// came.
func (c *conn) SetLinger(seconds int) error {
	c.abrupt.Store(seconds == 0)
	return nil
}

// Close ends the connection; what was written still arrives, unless it is reset.
func (c *conn) Close() error {
	if c.link == nil || !c.abrupt.Load() {
		return c.Stream.Close()
	}
	errand, err := c.link.session.OpenStream()
	if err == nil {
		err = put(errand, header{Kind: reset, Local: c.local, Remote: c.remote})
		_, _ = errand.Read(make([]byte, 1)) // it is done when the other side closes
		_ = errand.Close()
	}
	return errors.Join(err, c.Stream.Close())
}

// LocalAddr is the harness's side: the address that was called, or from which was called.
func (c *conn) LocalAddr() net.Addr { return net.TCPAddrFromAddrPort(c.local) }

// RemoteAddr is the peer.
func (c *conn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }

// listener is a port of the relay.
type listener struct {
	link   *Link
	port   uint16
	came   chan *conn
	once   sync.Once
	closed chan struct{}
}

// take tells whether the connection found a place to wait.
func (l *listener) take(c *conn) bool {
	select {
	case <-l.closed:
		return false
	default:
	}
	select {
	case l.came <- c:
		return true
	default:
		return false
	}
}

// Accept returns the next connection; net.ErrClosed after Close and when the link ends.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.came:
		return c, nil
	case <-l.closed:
	case <-l.link.done:
	}
	return nil, net.ErrClosed
}

// Close refuses what comes from now on.
func (l *listener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.link.mu.Lock()
		delete(l.link.ports, l.port)
		l.link.mu.Unlock()
		for {
			select {
			case c := <-l.came:
				_ = c.Close()
			default:
				return
			}
		}
	})
	return nil
}

// Addr is all addresses over there.
func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4zero, Port: int(l.port)} }
