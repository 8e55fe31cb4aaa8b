package trust_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/passproof/passproof/harness/trust"
	"github.com/passproof/passproof/house/installed"
	"github.com/passproof/passproof/mockpass/ca"
)

func authority(t *testing.T) *ca.Authority {
	t.Helper()
	a, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func store(t *testing.T, a *ca.Authority, others []byte) map[string][]byte {
	t.Helper()
	s, err := trust.New(a.PEM(), others)
	if err != nil {
		t.Fatal(err)
	}
	return s.Files()
}

func TestNew_TrustsTheAuthorityAndAllOthers(t *testing.T) {
	t.Parallel()
	ours, before, stranger := authority(t), authority(t), authority(t)
	garbled := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("old")})
	files := store(t, ours, append(append([]byte("# a bundle\n"), garbled...), before.PEM()...))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(files[trust.Bundle])
	inJava, err := pkcs12.DecodeTrustStore(files[trust.JavaStore], trust.JavaPassword)
	if err != nil {
		t.Fatal(err)
	}
	java := x509.NewCertPool()
	for _, c := range inJava {
		java.AddCert(c)
	}
	for name, row := range map[string]struct {
		of   *ca.Authority
		good bool
	}{"ours": {ours, true}, "trusted before": {before, true}, "a stranger": {stranger, false}} {
		c, err := row.of.Certificate(time.Now(), nil, netip.MustParseAddr("127.0.0.1"))
		if err != nil {
			t.Fatal(err)
		}
		for in, roots := range map[string]*x509.CertPool{"the bundle": pool, "Java's store": java} {
			if _, err := c.Leaf.Verify(x509.VerifyOptions{Roots: roots}); (err == nil) != row.good {
				t.Errorf("%s by %s: %v", name, in, err)
			}
		}
	}
	if !bytes.Equal(files[trust.Authority], ours.PEM()) {
		t.Error("the authority's own file has something else")
	}
	if _, err := trust.New([]byte("nothing"), nil); err == nil {
		t.Error("an authority without a certificate was taken")
	}
}

// Java itself reads the store; machines without Java read it in the tests of services in
// Java, which run in containers.
func TestNew_JavaReadsIt(t *testing.T) {
	t.Parallel()
	keytool := installed.Program(t, "keytool")
	file := filepath.Join(t.TempDir(), trust.JavaStore)
	if err := os.WriteFile(file, store(t, authority(t), authority(t).PEM())[trust.JavaStore], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(keytool, "-list", "-keystore", file, "-storepass", trust.JavaPassword).CombinedOutput()
	if err != nil || strings.Count(string(out), "trustedCertEntry") != 2 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestAnnounce(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SSL_CERT_FILE": "/own.pem", "JAVA_TOOL_OPTIONS": "-Xmx1g"}
	trust.Announce("/passproof", env)
	if env["SSL_CERT_FILE"] != "/own.pem" {
		t.Errorf("what the service says was changed to %s", env["SSL_CERT_FILE"])
	}
	if env["NODE_EXTRA_CA_CERTS"] != "/passproof/ca.pem" || env["REQUESTS_CA_BUNDLE"] != "/passproof/bundle.pem" {
		t.Errorf("the files are announced as %v", env)
	}
	java := env["JAVA_TOOL_OPTIONS"]
	if !strings.HasPrefix(java, "-Djavax.net.ssl.trustStore=/passproof/trust.p12 ") || !strings.HasSuffix(java, " -Xmx1g") {
		t.Errorf("Java is told %s", java)
	}
}

func TestSystem(t *testing.T) {
	file := filepath.Join(t.TempDir(), "roots.pem")
	want := authority(t).PEM()
	if err := os.WriteFile(file, want, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", file)
	if got := trust.System(); !bytes.Equal(got, want) {
		t.Errorf("the machine trusts %s", got)
	}
}
