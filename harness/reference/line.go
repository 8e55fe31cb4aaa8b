package reference

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// A Line holds the decisions about the way to Adobe Pass. The right ones ask for the
// address anew with each connection, and use none for long: Adobe may move its host to
// another data centre, and requests must follow within 30 seconds.
type Line struct {
	Age      time.Duration                         // how long a connection is used; 0: for as long as it lasts
	Keep     func(ttl time.Duration) time.Duration // how long an address is kept; nil: not at all
	AtBoot   bool                                  // the address is asked for when the service starts
	Caches   int                                   // so many caches take turns, filled at different times, as those of replicas are; 0: one
	Endless  bool                                  // calls have no timeout
	Trusting bool                                  // certificates are not verified
	AnyName  bool                                  // certificates may be of any host
}

// connectionAge is how long the right line uses a connection.
const connectionAge = 20 * time.Second

// NewTransport makes a transport of a line to Adobe Pass at a base URL.
func NewTransport(l Line, base string) http.RoundTripper {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	kept := newAddresses(l)
	if u, err := url.Parse(base); l.AtBoot && err == nil {
		_, _ = kept.find(context.Background(), u.Hostname()) // what fails now is tried again
	}
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			address, err := kept.resolve(ctx, address)
			if err != nil {
				return nil, err
			}
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil || l.Age == 0 {
				return c, err
			}
			return aged(c, l.Age), nil
		},
		TLSClientConfig:     l.security(),
		TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 64, IdleConnTimeout: l.Age / 2,
	}
	if l.Endless {
		t.ResponseHeaderTimeout = 0
	}
	return t
}

// security is what is wrong with the verification of certificates; nil: nothing.
func (l Line) security() *tls.Config {
	switch {
	case l.Trusting:
		return &tls.Config{InsecureSkipVerify: true} //nolint:gosec // a defect, to be found
	case l.AnyName:
		return &tls.Config{InsecureSkipVerify: true, VerifyConnection: chainOnly} //nolint:gosec // a defect, to be found
	}
	return nil
}

// chainOnly verifies who has issued a certificate, and not whose it is.
func chainOnly(s tls.ConnectionState) error {
	between := x509.NewCertPool()
	for _, c := range s.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Intermediates: between})
	return err
}

// agedConn refuses to be used for another request once it is old, so that the
// transport gives it up.
type agedConn struct {
	net.Conn
	old time.Time
}

var errOld = errors.New("reference: the connection is old")

func aged(c net.Conn, age time.Duration) net.Conn { return &agedConn{c, time.Now().Add(age)} }

// Write fails on an old connection. A request that was not written at all is sent
// again by the transport on a new one.
func (c *agedConn) Write(p []byte) (int, error) {
	if time.Now().After(c.old) {
		return 0, errOld
	}
	return c.Conn.Write(p)
}
