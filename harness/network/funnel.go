package network

import (
	"net"
	"sync"
)

// A Funnel is a listener for one http.Server that serves the connections of many
// networks.
type Funnel struct {
	came   chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// NewFunnel makes an open one.
func NewFunnel() *Funnel { return &Funnel{came: make(chan net.Conn), closed: make(chan struct{})} }

// Take hands a connection to who accepts; it is closed when nobody does any more.
func (f *Funnel) Take(c net.Conn) {
	select {
	case f.came <- c:
	case <-f.closed:
		_ = c.Close()
	}
}

// Accept waits for the next connection.
func (f *Funnel) Accept() (net.Conn, error) {
	select {
	case c := <-f.came:
		return c, nil
	case <-f.closed:
		return nil, net.ErrClosed
	}
}

// Close lets nothing in any more.
func (f *Funnel) Close() error {
	f.once.Do(func() { close(f.closed) })
	return nil
}

// Addr is no address: connections come from many listeners.
func (f *Funnel) Addr() net.Addr { return &net.TCPAddr{} }
