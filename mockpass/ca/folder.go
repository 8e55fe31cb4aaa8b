package ca

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Names of the files in an authority's folder.
const (
	// CertificateFile holds the certificate, for those who are to trust it.
	CertificateFile = "ca.pem"
	// KeyFile holds the private key and the certificate; its owner alone may read it.
	KeyFile = "ca.key"
)

// Ensure loads the authority that a folder has, or makes one there. The folder is
// made if need be. Processes may do this at the same time: all get the same one. An
// authority that is not valid at now is an error that says what to remove.
func Ensure(dir string, now time.Time) (a *Authority, made bool, err error) {
	if a, err = Load(dir, now); !errors.Is(err, fs.ErrNotExist) {
		return a, false, errors.Join(err, publish(dir, a))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, false, fmt.Errorf("ca: %w", err)
	}
	if a, err = New(now); err != nil {
		return nil, false, err
	}
	switch err := a.save(dir); {
	case errors.Is(err, fs.ErrExist): // somebody else was faster
		a, err := Load(dir, now)
		return a, false, errors.Join(err, publish(dir, a))
	case err != nil:
		return nil, false, fmt.Errorf("ca: %w", err)
	}
	return a, true, publish(dir, a)
}

// save writes the key file as a whole or not at all: with the certificate in it, there
// is no moment at which a folder has one without the other. The error is fs.ErrExist
// if the file is there.
func (a *Authority) save(dir string) error {
	raw, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return err
	}
	text := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), a.PEM()...)
	f, err := os.CreateTemp(dir, ".ca-*") // 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	file := filepath.Join(dir, KeyFile)
	if err := os.Link(f.Name(), file); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(f.Name(), file) // some file systems have no links
}

// publish writes the certificate where people look for it, unless there is one.
func publish(dir string, a *Authority) error {
	file := filepath.Join(dir, CertificateFile)
	if _, err := os.Stat(file); a == nil || err == nil {
		return nil
	}
	f, err := os.CreateTemp(dir, ".ca-*")
	if err != nil {
		return fmt.Errorf("ca: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(a.PEM())
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return fmt.Errorf("ca: %w", err)
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return fmt.Errorf("ca: %w", err)
	}
	return nil
}

// Load reads the authority of a folder: [KeyFile], and [CertificateFile] where the
// first has no certificate in it, so that one made with openssl will do. The error is
// fs.ErrNotExist if the folder has none.
func Load(dir string, now time.Time) (*Authority, error) {
	file := filepath.Join(dir, KeyFile)
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	a, err := read(text)
	if err == nil && a.certificate == nil {
		file = filepath.Join(dir, CertificateFile)
		var more []byte
		if more, err = os.ReadFile(file); err == nil {
			a, err = read(append(text, more...))
		}
	}
	if err == nil {
		err = a.usable(now)
	}
	if err == nil {
		err = agrees(dir, a)
	}
	if err != nil {
		return nil, fmt.Errorf("ca: %s: %w; remove %s and %s from %s, and make new ones", file, err, KeyFile, CertificateFile, dir)
	}
	return a, nil
}

// agrees says whether clients that trust the certificate file trust the authority. A
// folder without that file will do.
func agrees(dir string, a *Authority) error {
	text, err := os.ReadFile(filepath.Join(dir, CertificateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" && string(block.Bytes) == string(a.certificate.Raw) {
			return nil
		}
	}
	return errors.Join(err, fmt.Errorf("%s holds another certificate", CertificateFile))
}

// read takes the first key and the first certificate of a PEM text.
func read(text []byte) (*Authority, error) {
	a := &Authority{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		var err error
		switch {
		case block.Type == "CERTIFICATE" && a.certificate == nil:
			a.certificate, err = x509.ParseCertificate(block.Bytes)
		case block.Type == "PRIVATE KEY" && a.key == nil:
			var key any
			if key, err = x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
				a.key, _ = key.(crypto.Signer)
			}
		case block.Type == "EC PRIVATE KEY" && a.key == nil:
			a.key, err = x509.ParseECPrivateKey(block.Bytes)
		case block.Type == "RSA PRIVATE KEY" && a.key == nil:
			a.key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		}
		if err != nil {
			return nil, err
		}
	}
	if a.key == nil {
		return nil, errors.New("there is no private key in PEM")
	}
	return a, nil
}

// usable says why an authority cannot issue anything.
func (a *Authority) usable(now time.Time) error {
	public, ok := a.key.Public().(interface{ Equal(crypto.PublicKey) bool })
	switch {
	case a.certificate == nil:
		return errors.New("there is no certificate in PEM")
	case !ok || !public.Equal(a.certificate.PublicKey):
		return errors.New("the key is not that of the certificate")
	case !a.certificate.IsCA:
		return errors.New("the certificate is not that of an authority")
	case now.Before(a.certificate.NotBefore):
		return fmt.Errorf("the certificate is valid from %s on", a.certificate.NotBefore.Format(time.RFC3339))
	case now.After(a.certificate.NotAfter):
		return fmt.Errorf("the certificate was valid until %s", a.certificate.NotAfter.Format(time.RFC3339))
	}
	return nil
}
