package mockpass

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	_ "embed" // the development key
	"encoding/pem"
	"errors"
	"fmt"
)

// developmentKey is public, so it proves nothing. It is the default because
// software statements then survive restarts, and starting takes no time.
//
//go:embed development.key.pem
var developmentKey string

// keys are what the mock signs with.
type keys struct {
	rsa   *rsa.PrivateKey    // software statements and access tokens
	media ed25519.PrivateKey // media tokens: signed on every authorization, so cheaply
}

// newKeys reads an RSA private key in PEM and derives the key of media tokens from it.
func newKeys(text string) (*keys, error) {
	if text == "" {
		text = developmentKey
	}
	key, err := privateKey(text)
	if err != nil {
		return nil, misconfigured("key", "%v", err)
	}
	if key.N.BitLen() < 2048 {
		return nil, misconfigured("key", "it has %d bits; want at least 2048", key.N.BitLen())
	}
	seed := sha256.Sum256(append([]byte("mockpass media token\n"), x509.MarshalPKCS1PrivateKey(key)...))
	return &keys{rsa: key, media: ed25519.NewKeyFromSeed(seed[:])}, nil
}

var errNotPEM = errors.New("it is not PEM; paste the whole block, with its BEGIN and END lines")

func privateKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errNotPEM
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("it is not a private key: %w", err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("it is a %T; want an RSA private key", parsed)
	}
	return key, nil
}

func publicKey(text string) (*rsa.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errNotPEM
	}
	var parsed any
	var err error
	if block.Type == "CERTIFICATE" {
		var cert *x509.Certificate
		if cert, err = x509.ParseCertificate(block.Bytes); err == nil {
			parsed = cert.PublicKey
		}
	} else {
		parsed, err = x509.ParsePKIXPublicKey(block.Bytes)
	}
	if err != nil {
		return nil, fmt.Errorf("it is neither a certificate nor a public key: %w", err)
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("it is a %T; want an RSA public key", parsed)
	}
	return key, nil
}
