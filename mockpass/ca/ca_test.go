package ca_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/passproof/passproof/house/installed"
	"github.com/passproof/passproof/mockpass/ca"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func authority(t *testing.T) *ca.Authority {
	t.Helper()
	a, err := ca.New(noon)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func certificate(t *testing.T, a *ca.Authority, now time.Time) tls.Certificate {
	t.Helper()
	c, err := a.Certificate(now, append(ca.AdobeHosts(), "localhost", "*.example.com"), netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	a := authority(t)
	c := certificate(t, a, noon)
	for name, row := range map[string]struct {
		host string
		at   time.Time
		pool *x509.CertPool
		good bool
	}{
		"Adobe's name":        {"api.auth.adobe.com", noon, a.Pool(), true},
		"staging":             {"sp.auth-staging.adobe.com", noon, a.Pool(), true},
		"localhost":           {"localhost", noon, a.Pool(), true},
		"an address":          {"127.0.0.1", noon, a.Pool(), true},
		"an address of IPv6":  {"::1", noon, a.Pool(), true},
		"a wildcard":          {"pass.example.com", noon, a.Pool(), true},
		"an hour early":       {"localhost", noon.Add(-time.Hour), a.Pool(), true},
		"a year later":        {"localhost", noon.AddDate(1, 0, 0), a.Pool(), true},
		"another name":        {"www.adobe.com", noon, a.Pool(), false},
		"another address":     {"127.0.0.2", noon, a.Pool(), false},
		"too early":           {"localhost", noon.Add(-2 * time.Hour), a.Pool(), false},
		"too late":            {"localhost", noon.AddDate(0, 0, 398), a.Pool(), false},
		"another's authority": {"localhost", noon, authority(t).Pool(), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.Leaf.Verify(x509.VerifyOptions{DNSName: row.host, CurrentTime: row.at, Roots: row.pool})
			if (err == nil) != row.good {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestCertificate_NotLongerThanItsAuthority(t *testing.T) {
	t.Parallel()
	a := authority(t)
	if c := certificate(t, a, a.NotAfter().AddDate(0, 0, -7)); !c.Leaf.NotAfter.Equal(a.NotAfter()) {
		t.Errorf("it is valid until %v, its authority until %v", c.Leaf.NotAfter, a.NotAfter())
	}
	if _, err := a.Certificate(noon, nil); err == nil {
		t.Error("a certificate for nobody")
	}
}

func TestNew_NoTwoAreAlike(t *testing.T) {
	t.Parallel()
	a, b := authority(t), authority(t)
	if a.Name() == b.Name() || string(a.PEM()) == string(b.PEM()) {
		t.Errorf("two are %s", a.Name())
	}
	one, other := certificate(t, a, noon), certificate(t, a, noon)
	if one.Leaf.SerialNumber.Cmp(other.Leaf.SerialNumber) == 0 {
		t.Error("two certificates have one number")
	}
}

func TestEnsure(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	first, made, err := ca.Ensure(dir, noon)
	if err != nil || !made {
		t.Fatalf("made %v: %v", made, err)
	}
	again, made, err := ca.Ensure(dir, noon)
	if err != nil || made || string(again.PEM()) != string(first.PEM()) {
		t.Fatalf("the second time: made %v: %v", made, err)
	}
	if c := certificate(t, again, noon); c.Leaf.CheckSignatureFrom(parse(t, first.PEM())) != nil {
		t.Error("what was loaded has another key")
	}
	for file, want := range map[string]fs.FileMode{ca.KeyFile: 0o600, ca.CertificateFile: 0o644} {
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", file, info.Mode(), err, want)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, ca.CertificateFile))
	if err != nil || string(text) != string(first.PEM()) || strings.Contains(string(text), "PRIVATE") {
		t.Errorf("the certificate file: %v\n%s", err, text)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("%v is left, %v", left, err)
	}
	if err := os.Remove(filepath.Join(dir, ca.CertificateFile)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ca.Ensure(dir, noon); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, ca.CertificateFile)); err != nil || string(now) != string(text) {
		t.Errorf("the certificate file did not come back: %v", err)
	}
}

// TestEnsure_AllGetTheSame: however many begin at once, one authority comes of it.
func TestEnsure_AllGetTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const n = 8
	var all [n]string
	var mades [n]bool
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			a, made, err := ca.Ensure(dir, noon)
			if err != nil {
				t.Error(err)
				return
			}
			all[i], mades[i] = string(a.PEM()), made
		})
	}
	wg.Wait()
	makers := 0
	for i := range n {
		if all[i] != all[0] {
			t.Errorf("number %d got another", i)
		}
		if mades[i] {
			makers++
		}
	}
	if makers != 1 {
		t.Errorf("%d have made it", makers)
	}
}

func TestLoad_Refuses(t *testing.T) {
	t.Parallel()
	folder := func(change func(dir string)) string {
		dir := t.TempDir()
		if _, _, err := ca.Ensure(dir, noon); err != nil {
			t.Fatal(err)
		}
		change(dir)
		return dir
	}
	write := func(dir, file, text string) {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for want, row := range map[string]struct {
		dir string
		at  time.Time
	}{
		"was valid until":    {folder(func(string) {}), noon.AddDate(11, 0, 0)},
		"is valid from":      {folder(func(string) {}), noon.AddDate(-1, 0, 0)},
		"no private key":     {folder(func(dir string) { write(dir, ca.KeyFile, "text") }), noon},
		"holds another":      {folder(func(dir string) { write(dir, ca.CertificateFile, string(authority(t).PEM())) }), noon},
		"is not that of the": {folder(func(dir string) { mix(t, dir) }), noon},
		"asn1: syntax error": {folder(func(dir string) {
			write(dir, ca.KeyFile, "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")
		}), noon},
		"no such file or direct": {t.TempDir(), noon},
	} {
		if _, err := ca.Load(row.dir, row.at); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// mix puts another's certificate beside the key.
func mix(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, ca.KeyFile)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	key, _, _ := strings.Cut(string(text), "-----BEGIN CERTIFICATE")
	other := string(authority(t).PEM())
	if err := os.WriteFile(file, []byte(key+other), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ca.CertificateFile), []byte(other), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestLoad_OfOpenssl takes an authority that somebody made by other means.
func TestLoad_OfOpenssl(t *testing.T) {
	t.Parallel()
	openssl := installed.Program(t, "openssl")
	dir := t.TempDir()
	out, err := exec.Command(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Example CA",
		"-keyout", filepath.Join(dir, ca.KeyFile), "-out", filepath.Join(dir, ca.CertificateFile)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	a, made, err := ca.Ensure(dir, time.Now())
	if err != nil || made || a.Name() != "Example CA" {
		t.Fatalf("made %v: %v", made, err)
	}
	c := certificate(t, a, time.Now())
	if _, err := c.Leaf.Verify(x509.VerifyOptions{DNSName: "api.auth.adobe.com", Roots: a.Pool()}); err != nil {
		t.Error(err)
	}
}

func parse(t *testing.T, text []byte) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(text)
	if block == nil {
		t.Fatal("it is not PEM")
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
