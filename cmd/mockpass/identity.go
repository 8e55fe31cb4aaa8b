package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/netip"
	"path/filepath"
	"slices"
	"time"

	"github.com/passproof/passproof/mockpass/ca"
)

// An identity is what HTTPS listeners show. The zero value is that of a mock that has
// none.
type identity struct {
	authority *ca.Authority
	config    *tls.Config
	file      string // where the authority's certificate is kept; empty: nowhere
}

// identity makes a certificate for all HTTPS listeners, if there is one.
func (f *serveFlags) identity(listeners []listener, now time.Time) (identity, error) {
	if !slices.ContainsFunc(listeners, func(l listener) bool { return l.tls }) {
		if f.ca != "" || len(f.names) > 0 {
			return identity{}, fmt.Errorf("--ca and --tls-name are for HTTPS, and no listener speaks it; add --tls or write --listen https://%s", listeners[0].address)
		}
		return identity{}, nil
	}
	var i identity
	var err error
	if f.ca == "" {
		i.authority, err = ca.New(now)
	} else {
		i.file = filepath.Join(f.ca, ca.CertificateFile)
		i.authority, _, err = ca.Ensure(f.ca, now)
	}
	if err != nil {
		return identity{}, err
	}
	names := append(append(ca.AdobeHosts(), "localhost"), f.names...)
	addresses := []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}
	for _, l := range listeners {
		n, a := l.hosts()
		names, addresses = append(names, n...), append(addresses, a...)
	}
	certificate, err := i.authority.Certificate(now, distinct(names), distinct(addresses)...)
	if err != nil {
		return identity{}, err
	}
	i.config = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	return i, nil
}

// distinct leaves out what was there before.
func distinct[T comparable](all []T) []T {
	var out []T
	for _, one := range all {
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// tell says where clients find what they must trust.
func (i identity) tell(out io.Writer) {
	switch {
	case i.authority == nil:
	case i.file != "":
		_, _ = fmt.Fprintf(out, "trust: %s\n", i.file)
	default:
		_, _ = fmt.Fprintln(out, "trust: GET /control/v1/ca.pem of the control API")
	}
}
