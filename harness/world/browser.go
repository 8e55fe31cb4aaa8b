package world

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/ca"
)

// An origin is what a browser takes for one site: scheme, host and port.
type origin struct{ scheme, host, port string }

func (o origin) String() string { return o.scheme + "://" + net.JoinHostPort(o.host, o.port) }

// originOf reads the origin of an address. Letter case and a port that the scheme
// implies make no difference.
func originOf(ref string) (origin, error) {
	u, err := url.Parse(ref)
	if err != nil || !u.IsAbs() {
		return origin{}, fmt.Errorf("%q is not an address that a browser can open", ref)
	}
	o := origin{strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()}
	if o.port == "" {
		o.port = map[string]string{"http": "80", "https": "443"}[o.scheme]
	}
	return o, nil
}

// browser loads pages of Adobe Pass and of MVPDs, and nothing else.
type browser struct {
	client *http.Client
	home   origin
	names  []string // of Adobe Pass over HTTPS; none where it has none
}

// newBrowser makes a browser for which Adobe Pass is at base and, by its own names, where
// secure says.
func newBrowser(jar http.CookieJar, base string, secure Secure) (*browser, error) {
	home, err := originOf(base)
	if err != nil {
		return nil, fmt.Errorf("the address of Adobe Pass: %w", err)
	}
	// Leaves nothing open and goes through no proxy.
	transport := &http.Transport{DisableKeepAlives: true}
	b := &browser{home: home, client: &http.Client{
		Jar: jar, Timeout: 10 * time.Second, Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if secure.Address == "" {
		return b, nil
	}
	b.names = ca.AdobeHosts()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(secure.Authority) {
		return nil, errors.New("the authority of Adobe's names has no certificate")
	}
	transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, port, _ := net.SplitHostPort(address); port == "443" && slices.Contains(b.names, host) {
			address = secure.Address
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	return b, nil
}

// atHome tells whether an origin is Adobe Pass.
func (b *browser) atHome(o origin) bool {
	return o == b.home || o.scheme == "https" && o.port == "443" && slices.Contains(b.names, o.host)
}

type page struct {
	url    string
	status int
	body   string
}

const (
	mostHops = 10
	mostPage = 1 << 20
)

// load follows redirects until a page comes or the browser leaves for the redirect URL.
func (b *browser) load(ctx context.Context, method, ref string, form url.Values) (page, error) {
	for range mostHops {
		at, err := originOf(ref)
		if err != nil {
			return page{url: ref}, err
		}
		if !b.atHome(at) {
			return page{url: ref}, nil // the app takes over here
		}
		r, err := http.NewRequestWithContext(ctx, method, ref, strings.NewReader(form.Encode()))
		if err != nil {
			return page{url: ref}, err
		}
		navigate(r, form != nil)
		response, err := b.client.Do(r)
		if err != nil {
			return page{url: ref}, err
		}
		text, err := io.ReadAll(io.LimitReader(response.Body, mostPage))
		_ = response.Body.Close()
		if err != nil {
			return page{url: ref, status: response.StatusCode}, err
		}
		next, err := response.Location()
		if err != nil {
			return page{url: ref, status: response.StatusCode, body: string(text)}, nil //nolint:nilerr // no Location: a page
		}
		method, form, ref = http.MethodGet, nil, next.String()
	}
	return page{url: ref}, fmt.Errorf("more than %d redirects", mostHops)
}
