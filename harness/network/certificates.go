package network

import (
	"crypto/tls"
	"fmt"
	"time"

	"github.com/passproof/passproof/mockpass/ca"
	"github.com/passproof/passproof/mockpass/journal"
)

// Certificates are what data centres show, by what is wrong with them: the right one
// under the empty name.
type Certificates map[string]tls.Certificate

// other is a host that Adobe Pass has not.
const other = "pass.example.net"

// NewCertificates makes a right certificate for names, and all wrong ones.
func NewCertificates(authority *ca.Authority, now time.Time, names []string) (Certificates, error) {
	stranger, err := ca.New(now)
	if err != nil {
		return nil, err
	}
	out := Certificates{}
	for fault, issue := range map[string]func() (tls.Certificate, error){
		"":                       func() (tls.Certificate, error) { return authority.Certificate(now, names) },
		journal.WrongName:        func() (tls.Certificate, error) { return authority.Certificate(now, []string{other}) },
		journal.UnknownAuthority: func() (tls.Certificate, error) { return stranger.Certificate(now, names) },
		journal.Expired:          func() (tls.Certificate, error) { return authority.Certificate(now.Add(-longAgo), names) },
	} {
		if out[fault], err = issue(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// longAgo is when an expired certificate was made; none is good for two years.
const longAgo = 2 * 365 * 24 * time.Hour

// configs are what to shake hands with. There are no session tickets: who takes up an old
// session sees no certificate.
func (c Certificates) configs() (map[string]*tls.Config, error) {
	if _, ok := c[""]; !ok {
		return nil, fmt.Errorf("network: there is no right certificate")
	}
	out := map[string]*tls.Config{}
	for fault, certificate := range c {
		out[fault] = &tls.Config{
			Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2", "http/1.1"},
			SessionTicketsDisabled: true, MinVersion: tls.VersionTLS12,
		}
	}
	return out, nil
}
