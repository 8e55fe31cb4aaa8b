package network

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
)

// A Ground is where a subject meets the harness: addresses that it can reach, and sockets
// there. The network that is opened on it owns all of it.
type Ground struct {
	Nameserver netip.Addr   // of the subject
	Pool       netip.Prefix // addresses for answers, each of which gets one of its own; the Nameserver may be among them
	Packets    net.PacketConn
	Streams    net.Listener // both at port 53 of the Nameserver

	// Secure and Plain take what connects to ports 443 and 80 of any address of the Pool,
	// and tell by LocalAddr which it was. They are nil where Listen is set; Plain may be
	// nil besides.
	Secure, Plain net.Listener

	// Listen opens ports 443 and 80 of one address of the Pool, where all of them cannot
	// be had at once. Plain may be nil: somebody else has that port.
	Listen func(netip.Addr) (secure, plain net.Listener, err error)

	// Dial connects to addresses of the subject, where that is not done from here; nil: it is.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// Behind is closed last; it may be nil.
	Behind io.Closer
}

// Close ends all that is there.
func (g *Ground) Close() error {
	var all []error
	for _, c := range []io.Closer{g.Packets, g.Streams, g.Secure, g.Plain, g.Behind} {
		if c != nil {
			all = append(all, c.Close())
		}
	}
	return errors.Join(all...)
}
