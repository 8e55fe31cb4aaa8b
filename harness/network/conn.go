package network

import (
	"crypto/tls"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// conn is a connection to a data centre.
type conn struct {
	net.Conn
	network *Network
	centre  *centre
	entry   *journal.Connection // until it is recorded, by whoever settles it

	dead  atomic.Bool   // nothing comes from it any more
	gone  chan struct{} // closed with it
	close func() error
}

func newConn(n *Network, c net.Conn, at *centre) *conn {
	out := &conn{Conn: c, network: n, centre: at, gone: make(chan struct{})}
	out.close = sync.OnceValue(func() error {
		close(out.gone)
		n.forget(out)
		return c.Close()
	})
	return out
}

// Close ends it, once.
func (c *conn) Close() error { return c.close() }

// Read swallows what comes to a silent data centre.
func (c *conn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if err != nil || !c.dead.Load() {
			return n, err
		}
	}
}

// Write of a silent data centre waits for its end.
func (c *conn) Write(p []byte) (int, error) {
	if c.dead.Load() {
		<-c.gone
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

// silence lets nothing through from now on.
func (c *conn) silence() { c.dead.Store(true) }

// reset ends it as somebody who knows nothing of it would: with RST where that can be had.
// It is called with the mutex of the network held, and does not wait: who holds it
// learns of the end by itself.
func (c *conn) reset() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_, _ = tcp.SetLinger(0), tcp.Close() // nothing comes through from now on
	} else if far, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		_ = far.SetLinger(0) // closing it takes a way to another network, and is not waited for
	}
	c.network.run.Go(func() { _ = c.Close() })
}

// drain holds a connection of a silent data centre until the client gives up.
func (c *conn) drain() {
	_, _ = io.Copy(io.Discard, c.Conn)
	_ = c.Close()
}

// settle records what became of the connection.
func (c *conn) settle(fate journal.Fate, reason string, at time.Time) {
	c.entry.Outcome, c.entry.Reason, c.entry.Settled = fate, reason, at
	if c.dead.Load() {
		c.entry.Outcome = journal.Silent
	}
	c.network.Record(c.entry)
}

// of finds the connection under a TLS connection or none.
func of(c net.Conn) *conn {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	own, _ := c.(*conn)
	return own
}
