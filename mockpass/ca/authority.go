package ca

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"time"
)

const (
	// authorityLife is how long an authority is good for: people tell clients to trust
	// it by hand.
	authorityLife = 10 * 365 * 24 * time.Hour
	// hostLife is how long a host's certificate is good for. Some clients refuse what
	// is valid for longer than 398 days.
	hostLife = 397 * 24 * time.Hour
	// early is how long before its making a certificate is valid already: containers
	// and virtual machines have clocks of their own.
	early = time.Hour
)

// An Authority issues certificates. Its methods may be called concurrently.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// New makes an authority that is valid from an hour before now, for ten years.
func New(now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("ca: no key: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("ca: no key: %w", err)
	}
	// Two authorities must not have one name: a client that trusts both would try the
	// wrong key.
	id := sha256.Sum256(public)
	template := &x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"mockpass, for tests only"}, CommonName: "mockpass CA " + hex.EncodeToString(id[:4])},
		NotBefore:             now.Add(-early),
		NotAfter:              now.Add(authorityLife),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	certificate, err := sign(template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return &Authority{certificate, key}, nil
}

// sign makes a certificate of a template, with a number of its own.
func sign(template, parent *x509.Certificate, public any, key crypto.Signer) (*x509.Certificate, error) {
	number := make([]byte, 16)
	if _, err := rand.Read(number); err != nil {
		return nil, fmt.Errorf("ca: no serial number: %w", err)
	}
	number[0] &= 0x7f // RFC 5280, 4.1.2.2: positive, at most 20 octets
	template.SerialNumber = new(big.Int).SetBytes(number)
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, fmt.Errorf("ca: the certificate cannot be made: %w", err)
	}
	return x509.ParseCertificate(raw)
}

// Certificate issues a certificate for a server with host names ("*.example.com" is
// one as well) and addresses, valid from an hour before now, for 397 days or as long
// as the authority. The key is new each time.
func (a *Authority) Certificate(now time.Time, names []string, addresses ...netip.Addr) (tls.Certificate, error) {
	if len(names)+len(addresses) == 0 {
		return tls.Certificate{}, errors.New("ca: a certificate needs a name or an address")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("ca: no key: %w", err)
	}
	template := &x509.Certificate{
		// Clients look at the names below and not at the subject.
		Subject:     pkix.Name{Organization: []string{"mockpass, for tests only"}},
		NotBefore:   now.Add(-early),
		NotAfter:    now.Add(hostLife),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    names,
	}
	for _, address := range addresses {
		template.IPAddresses = append(template.IPAddresses, net.IP(address.Unmap().AsSlice()))
	}
	if template.NotAfter.After(a.certificate.NotAfter) {
		template.NotAfter = a.certificate.NotAfter
	}
	leaf, err := sign(template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{leaf.Raw, a.certificate.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// PEM is the authority's certificate, for whoever is to trust it. It is no secret.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// Pool holds the authority alone: for tls.Config.RootCAs.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

// Name is the common name of the authority, as trust stores show it:
// "mockpass CA 1f2e3d4c".
func (a *Authority) Name() string { return a.certificate.Subject.CommonName }

// NotAfter is when the authority ends, and with it all that it has issued.
func (a *Authority) NotAfter() time.Time { return a.certificate.NotAfter }
