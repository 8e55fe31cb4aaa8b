package relay

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/yamux"
)

// ListenPacket carries the datagrams of a port of the relay. It returns when the relay has
// opened that port, which it has unless it was not told to: then when ctx is done.
func (l *Link) ListenPacket(ctx context.Context, port uint16) (net.PacketConn, error) {
	select {
	case stream := <-l.box(port):
		return &packets{stream: stream, in: bufio.NewReaderSize(stream, most+2), port: port}, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("relay: it has no port %d for datagrams: %w", port, context.Cause(ctx))
	}
}

// packets is a port for datagrams.
type packets struct {
	stream *yamux.Stream
	in     *bufio.Reader
	port   uint16

	reading, writing sync.Mutex
}

// ReadFrom returns the next datagram and who has sent it. A deadline that comes in the
// middle of one cuts nothing: it is whole the next time.
func (p *packets) ReadFrom(b []byte) (int, net.Addr, error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	length, err := p.in.Peek(2)
	if err == nil {
		_, err = p.in.Peek(2 + int(binary.BigEndian.Uint16(length)))
	}
	if err != nil {
		return 0, nil, late(err)
	}
	peer, text, err := getDatagram(p.in)
	if err != nil {
		return 0, nil, err
	}
	return copy(b, text), net.UDPAddrFromAddrPort(peer), nil
}

// WriteTo sends a datagram to somebody over there.
func (p *packets) WriteTo(b []byte, to net.Addr) (int, error) {
	udp, ok := to.(*net.UDPAddr)
	if !ok {
		return 0, fmt.Errorf("relay: %v is no address of UDP", to)
	}
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := putDatagram(p.stream, udp.AddrPort(), b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Close ends it.
func (p *packets) Close() error { return p.stream.Close() }

// LocalAddr is all addresses over there.
func (p *packets) LocalAddr() net.Addr {
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.IPv4Unspecified(), p.port))
}

// SetDeadline is that of net.Conn.
func (p *packets) SetDeadline(t time.Time) error { return p.stream.SetDeadline(t) }

// SetReadDeadline is that of net.Conn.
func (p *packets) SetReadDeadline(t time.Time) error { return p.stream.SetReadDeadline(t) }

// SetWriteDeadline is that of net.Conn.
func (p *packets) SetWriteDeadline(t time.Time) error { return p.stream.SetWriteDeadline(t) }
