package world

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/ca"
)

// adobe is a server under Adobe's names, certified by an authority.
func adobe(t *testing.T, authority *ca.Authority, asked chan<- string) Secure {
	t.Helper()
	certificate, err := authority.Certificate(time.Now(), ca.AdobeHosts())
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Host + r.URL.Path }))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return Secure{Address: s.Listener.Addr().String(), Authority: authority.PEM()}
}

func TestBrowser_FindsAdobePassByItsNames(t *testing.T) {
	t.Parallel()
	authority, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	other, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 1)
	secure := adobe(t, authority, asked)
	b, err := newBrowser(nil, "http://127.0.0.1:1", secure)
	if err != nil {
		t.Fatal(err)
	}
	const login = "https://api.auth.adobe.com/authenticate"
	if p, err := b.load(context.Background(), http.MethodGet, login, nil); err != nil || p.status != http.StatusOK {
		t.Fatalf("status %d, %v", p.status, err)
	}
	if got := <-asked; got != "api.auth.adobe.com/authenticate" {
		t.Errorf("it asked for %s", got)
	}
	for _, ref := range []string{"https://www.adobe.com/", "https://api.auth.adobe.com:8443/", "http://api.auth.adobe.com/"} {
		if p, err := b.load(context.Background(), http.MethodGet, ref, nil); err != nil || p.status != 0 || p.url != ref {
			t.Errorf("%s: status %d, %v; no app takes over", ref, p.status, err)
		}
	}
	stranger, err := newBrowser(nil, "http://127.0.0.1:1", Secure{Address: secure.Address, Authority: other.PEM()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stranger.load(context.Background(), http.MethodGet, login, nil); err == nil {
		t.Error("a certificate of somebody else's was taken")
	}
	without, err := newBrowser(nil, "http://127.0.0.1:1", Secure{})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := without.load(context.Background(), http.MethodGet, login, nil); err != nil || p.status != 0 {
		t.Errorf("a browser that knows no names: status %d, %v", p.status, err)
	}
}
