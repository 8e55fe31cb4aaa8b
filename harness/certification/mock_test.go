package certification

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/ca"
)

// Networks offer HTTP/2 on connections of their own, whatever listener was served before.
func TestAPI_SpeaksHTTP2WhereverItIsServedFirst(t *testing.T) {
	t.Parallel()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	authority, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Certificate(time.Now(), ca.AdobeHosts(), netip.MustParseAddr("127.0.0.1"))
	if err != nil {
		t.Fatal(err)
	}
	api := newAPI(pass, certificate)
	t.Cleanup(func() { _ = api.Close() })
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	plain, inner := listen(), listen()
	go func() { _ = api.Serve(plain) }()
	if _, err := get(&http.Client{}, "http://"+plain.Addr().String()); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = api.Serve(tls.NewListener(inner, &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2", "http/1.1"}}))
	}()
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(authority.PEM())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}, ForceAttemptHTTP2: true}}
	t.Cleanup(client.CloseIdleConnections)
	if version, err := get(client, "https://"+inner.Addr().String()); version != 2 || err != nil {
		t.Errorf("it speaks HTTP/%d: %v", version, err)
	}
}

// get tells which version of HTTP an answer came by.
func get(c *http.Client, url string) (int, error) {
	answer, err := c.Get(url)
	if err != nil {
		return 0, err
	}
	return answer.ProtoMajor, answer.Body.Close()
}
