package dns

import (
	"errors"
	"net"
)

// patient makes the server wait on when a while has passed without a question: it takes a
// timeout for the end of a socket unless that is told as temporary, which sockets of the
// system do and others need not.
func patient(p net.PacketConn) net.PacketConn {
	if _, ok := p.(*net.UDPConn); ok {
		return p // the server has a way of its own with these
	}
	return patientConn{p}
}

type patientConn struct{ net.PacketConn }

// ReadFrom is that of the socket, with timeouts that are temporary.
func (p patientConn) ReadFrom(b []byte) (int, net.Addr, error) {
	n, from, err := p.PacketConn.ReadFrom(b)
	var lapse net.Error
	if errors.As(err, &lapse) && lapse.Timeout() {
		err = lapsed{err}
	}
	return n, from, err
}

// lapsed is a timeout after which more can come.
type lapsed struct{ error }

// Timeout tells what it is.
func (lapsed) Timeout() bool { return true }

// Temporary tells so.
func (lapsed) Temporary() bool { return true }
