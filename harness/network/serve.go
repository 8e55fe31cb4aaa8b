package network

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

const (
	// pause keeps a listener that cannot accept, for want of files say, from doing nothing
	// else.
	pause = 5 * time.Millisecond
	// handshakes bounds how long a client may take over a handshake.
	handshakes = time.Minute
)

// accept takes what connects, until the listener is closed.
func (n *Network) accept(l net.Listener, secure bool) {
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			n.run.Go(func() { n.take(c, secure) })
		case n.life.Err() != nil || !temporary(err):
			return
		default:
			wait := time.NewTimer(pause)
			select {
			case <-wait.C:
			case <-n.life.Done():
			}
			wait.Stop()
		}
	}
}

// temporary tells an error after which more connections can come.
func temporary(err error) bool {
	t, ok := err.(interface{ Temporary() bool }) //nolint:errorlint // that is how net/http asks
	return ok && t.Temporary()
}

// take does with a connection what its data centre does.
func (n *Network) take(raw net.Conn, secure bool) {
	c, state, config := n.meet(raw, secure)
	if c == nil {
		_ = raw.Close()
		return
	}
	switch state {
	case Refusing:
		c.settle(journal.Refused, "", n.Now())
		c.reset()
		return
	case Silent:
		c.settle(journal.Silent, "", n.Now())
		c.drain()
		return
	}
	if !secure {
		n.Serve(c)
		return
	}
	n.shake(c, config)
}

// shake does the handshake and hands over what comes of it.
func (n *Network) shake(c *conn, config *tls.Config) {
	protected := tls.Server(c, config)
	ctx, cancel := context.WithTimeout(n.life, handshakes)
	defer cancel()
	err := protected.HandshakeContext(ctx)
	state := protected.ConnectionState()
	c.entry.ServerName, c.entry.Protocol = state.ServerName, state.NegotiatedProtocol
	if err != nil {
		c.settle(journal.Aborted, err.Error(), n.Now())
		_ = c.Close()
		return
	}
	n.Serve(protected)
}

// meet finds out whose address was called and how things stand there.
func (n *Network) meet(raw net.Conn, secure bool) (*conn, State, *tls.Config) {
	to := addressOf(raw.LocalAddr())
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil, "", nil
	}
	name, ok := n.tags.centre[to.Addr()]
	if !ok {
		name = n.current // an address that nobody was told
	}
	at := n.centres[name]
	c := newConn(n, raw, at)
	c.entry = &journal.Connection{
		Network: n.Name, DataCentre: name, Opened: n.Now(), From: addressOf(raw.RemoteAddr()), To: to,
	}
	config := n.secure[at.certificate]
	if secure {
		c.entry.Certificate = at.certificate
		if n.settings.Close {
			config = config.Clone()
			config.NextProtos = []string{"http/1.1"} // ending connections of HTTP/2 fails requests of some clients
		}
	}
	n.conns[c] = true
	if at.state == Silent {
		c.silence()
	}
	return c, at.state, config
}

func (n *Network) forget(c *conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.conns, c)
}

// closing tells whether connections end with their first answer.
func (n *Network) closing() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.settings.Close
}

type connKey struct{}

// Attach is for http.Server.ConnContext of the server that Serve gives connections to: it
// records the connection, under the number by which exchanges tell it. Connections that
// come from elsewhere are left alone.
func Attach(ctx context.Context, c net.Conn, number uint64) context.Context {
	own := of(c)
	if own == nil {
		return ctx
	}
	own.entry.Number = number
	own.settle(journal.Ready, "", own.network.Now())
	return context.WithValue(ctx, connKey{}, own)
}

// Handler makes connections end with their first answer where the network says so.
func Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(connKey{}).(*conn); ok && r.ProtoMajor == 1 && c.network.closing() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

func addressOf(a net.Addr) netip.AddrPort {
	p, _ := netip.ParseAddrPort(a.String())
	return netip.AddrPortFrom(p.Addr().Unmap(), p.Port())
}
