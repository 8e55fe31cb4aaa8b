package mockpass_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/http"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// TestCertificates_Rotate wants encrypted metadata of a viewer who stays signed in to
// be readable with the certificate that is in use, and with no other.
func TestCertificates_Rotate(t *testing.T) {
	t.Parallel()
	primary, backup := newKey(t), newKey(t)
	config := func(use string, switches mockpass.Switches) mockpass.Config {
		return mockpass.Config{Switches: switches, Programmers: []mockpass.Programmer{{
			ServiceProviders: []mockpass.ServiceProvider{{
				ID:           "ACME",
				Certificates: mockpass.Certificates{Primary: publicPEM(t, primary), Backup: publicPEM(t, backup), Use: use},
			}},
			Applications: []mockpass.Application{{ID: "acme"}},
		}}}
	}
	pass := mockpasstest.Start(t, config("", mockpass.Switches{}))
	tv := pass.Client("acme", "tv")
	var s struct{ Code string }
	tv.Do(http.MethodPost, "/api/v2/ACME/sessions", "mvpd=Cablevision&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com").JSON(t, &s)
	if err := pass.Complete(s.Code, "viewer"); err != nil {
		t.Fatal(err)
	}
	plain := func(key *rsa.PrivateKey, secret []byte) (string, error) {
		text, err := rsa.DecryptPKCS1v15(nil, key, secret) //nolint:staticcheck // what the guide's command line does
		return string(text), err
	}
	if got, err := plain(primary, zip(t, tv)); err != nil || got != `["10001"]` {
		t.Errorf("primary: got %q, %v", got, err)
	}
	reconfigure(t, pass, config("backup", mockpass.Switches{MetadataAsText: true}))
	secret := zip(t, tv)
	if got, err := plain(backup, secret); err != nil || got != "10001" {
		t.Errorf("backup: got %q, %v", got, err)
	}
	if got, err := plain(primary, secret); err == nil && got == "10001" {
		t.Error("the certificate before can still read it")
	}
	reconfigure(t, pass, config("primary", mockpass.Switches{MetadataOAEP: true}))
	if got, err := rsa.DecryptOAEP(sha256.New(), nil, primary, zip(t, tv), nil); err != nil || string(got) != `["10001"]` {
		t.Errorf("OAEP: got %q, %v", got, err)
	}
}

func reconfigure(t *testing.T, pass *mockpasstest.Running, c mockpass.Config) {
	t.Helper()
	if err := pass.Reconfigure(c); err != nil {
		t.Fatal(err)
	}
}

// zip is the encrypted zip of the client's profile.
func zip(t *testing.T, c *mockpasstest.Client) []byte {
	t.Helper()
	var out struct {
		Profiles map[string]struct {
			Attributes map[string]struct {
				Value any
				State string
			}
		}
	}
	c.Do(http.MethodGet, "/api/v2/ACME/profiles", "").JSON(t, &out)
	a := out.Profiles["Cablevision"].Attributes["zip"]
	text, _ := a.Value.(string)
	secret, err := base64.StdEncoding.DecodeString(text)
	if err != nil || a.State != "enc" {
		t.Fatalf("got %v, want something encrypted", a)
	}
	return secret
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func publicPEM(t *testing.T, key *rsa.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}
