package apple

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// A Signer signs SAML messages.
type Signer struct {
	key  *rsa.PrivateKey
	cert *x509.Certificate
}

// NewSigner makes a signer of a key, with a certificate that the key itself has signed.
func NewSigner(key *rsa.PrivateKey, name string) (*Signer, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC), // the mock's clock can be moved far
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("apple: certificate of %s: %w", name, err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("apple: certificate of %s: %w", name, err)
	}
	return &Signer{key, cert}, nil
}

// Certificate is what the signer's messages are checked with.
func (s *Signer) Certificate() *x509.Certificate { return s.cert }

// sign gives a message an enveloped signature and writes it in base64.
func (s *Signer) sign(message *etree.Element) (string, error) {
	ctx, err := dsig.NewSigningContext(s.key, [][]byte{s.cert.Raw})
	if err != nil {
		return "", fmt.Errorf("apple: signing: %w", err)
	}
	ctx.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	signed, err := ctx.SignEnveloped(message)
	if err != nil {
		return "", fmt.Errorf("apple: signing: %w", err)
	}
	doc := etree.NewDocument()
	doc.SetRoot(signed)
	text, err := doc.WriteToBytes()
	if err != nil {
		return "", fmt.Errorf("apple: writing: %w", err)
	}
	return base64.StdEncoding.EncodeToString(text), nil
}

// maxMessage bounds what is parsed: 256 KiB.
const maxMessage = 256 << 10

// parsed parses a message in base64.
func parsed(text, tag string) (*etree.Element, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("it is not base64: %w", err)
	case len(raw) > maxMessage:
		return nil, fmt.Errorf("it has %d bytes; more than %d are not read", len(raw), maxMessage)
	case bytes.Contains(raw, []byte("<!")):
		return nil, errors.New("it has a document type or a comment; neither belongs into SAML")
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil {
		return nil, fmt.Errorf("it is not XML: %w", err)
	}
	root := doc.Root()
	if root == nil || root.Tag != tag {
		return nil, fmt.Errorf("its root is not %s", tag)
	}
	return root, nil
}

// verified is the part of a message that is signed.
func verified(text, tag string, from *x509.Certificate) (*etree.Element, error) {
	root, err := parsed(text, tag)
	if err != nil {
		return nil, err
	}
	ctx := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{from}})
	signed, err := ctx.Validate(root)
	if err != nil {
		return nil, fmt.Errorf("its signature is not good: %w", err)
	}
	return signed, nil
}

const (
	protocolNS  = "urn:oasis:names:tc:SAML:2.0:protocol"
	assertionNS = "urn:oasis:names:tc:SAML:2.0:assertion"
	success     = "urn:oasis:names:tc:SAML:2.0:status:Success"
)

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
