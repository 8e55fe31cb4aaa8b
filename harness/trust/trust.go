package trust

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

// The names of the files.
const (
	Authority = "ca.pem"     // the harness's authority alone
	Bundle    = "bundle.pem" // the authority, and all that were trusted before
	JavaStore = "trust.p12"  // the same as a trust store of Java, PKCS #12
)

// JavaPassword is the password of the trust store: the one that Java's own has.
const JavaPassword = "changeit"

// JavaOptions is the variable from which every JVM takes more options.
const JavaOptions = "JAVA_TOOL_OPTIONS"

// A Store holds the files. It does not change.
type Store struct{ authority, bundle, java []byte }

// New makes the files of the authority's certificate and of those that are trusted
// anyway, both in PEM. Of the latter, what is no certificate is left out: bundles hold
// comments, and some hold certificates that only old libraries can read.
func New(authority, others []byte) (*Store, error) {
	own := certificates(authority)
	if len(own) == 0 {
		return nil, errors.New("trust: the authority has no certificate")
	}
	all := slices.Concat(own, certificates(others))
	var bundle bytes.Buffer
	for _, c := range all {
		if err := pem.Encode(&bundle, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}); err != nil {
			return nil, fmt.Errorf("trust: the bundle cannot be written: %w", err)
		}
	}
	// Java 8 reads no newer encryption before its update 301; there is nothing to hide.
	java, err := pkcs12.LegacyDES.WithRand(rand.Reader).EncodeTrustStore(all, JavaPassword)
	if err != nil {
		return nil, fmt.Errorf("trust: no trust store for Java: %w", err)
	}
	return &Store{authority: bytes.Clone(authority), bundle: bundle.Bytes(), java: java}, nil
}

// certificates are all certificates of a text in PEM that can be read.
func certificates(text []byte) []*x509.Certificate {
	var all []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if c, err := x509.ParseCertificate(block.Bytes); err == nil {
			all = append(all, c)
		}
	}
	return all
}

// Files are the files by their names.
func (s *Store) Files() map[string][]byte {
	return map[string][]byte{Authority: s.authority, Bundle: s.bundle, JavaStore: s.java}
}

// Announce adds to an environment the variables by which runtimes find the files, which
// are in dir there. What the environment says already stays.
//
// Go, .NET, Ruby, Rust, PHP and Python's ssl read SSL_CERT_FILE, which stands in place of
// the system's bundle; so do REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE. NODE_EXTRA_CA_CERTS
// and DENO_CERT add to what is built in.
func Announce(dir string, env map[string]string) {
	for name, file := range map[string]string{
		"SSL_CERT_FILE": Bundle, "REQUESTS_CA_BUNDLE": Bundle, "CURL_CA_BUNDLE": Bundle,
		"NODE_EXTRA_CA_CERTS": Authority, "DENO_CERT": Authority,
	} {
		if _, ok := env[name]; !ok {
			env[name] = path.Join(dir, file)
		}
	}
	// Of an option that is given twice, Java takes the later one: that of the service.
	java := []string{"-Djavax.net.ssl.trustStore=" + path.Join(dir, JavaStore), "-Djavax.net.ssl.trustStoreType=PKCS12", "-Djavax.net.ssl.trustStorePassword=" + JavaPassword}
	env[JavaOptions] = strings.TrimSpace(strings.Join(java, " ") + " " + env[JavaOptions])
}

// Bundles are the places where systems keep what they trust, in PEM.
var Bundles = []string{
	"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, distroless
	"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, Red Hat
	"/etc/ssl/ca-bundle.pem",                            // SUSE
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Red Hat 7 and later
	"/etc/ssl/cert.pem",                                 // Alpine, macOS
}

// System is what this machine trusts: the first bundle that it has; empty if it has none.
func System() []byte {
	for _, file := range append([]string{os.Getenv("SSL_CERT_FILE")}, Bundles...) {
		if text, err := os.ReadFile(file); err == nil {
			return text
		}
	}
	return nil
}
