package certification

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/ca"
	"github.com/passproof/passproof/mockpass/control"
)

// mock is a mockpass with its listeners: plain, under Adobe's names over HTTPS, and for
// control.
type mock struct {
	server    *mockpass.Server
	authority *ca.Authority // of Adobe's names, for this run alone
	api       *http.Server
	control   *http.Server
	apiURL    string
	secure    string // host:port at which Adobe's names are served over HTTPS
	ctlURL    string
	serving   sync.WaitGroup
	names     *names // how the subject finds it under Adobe's names
}

// startMock makes a mockpass that knows the service provider of the file, with networks in
// which the subject finds it. What building an image says goes to out.
func startMock(ctx context.Context, file *config.File, on base, out io.Writer) (*mock, error) {
	server, err := mockpass.New(mockConfig(file))
	if err != nil {
		return nil, fmt.Errorf("mockpass: %w", err)
	}
	authority, err := ca.New(time.Now())
	if err != nil {
		return nil, err
	}
	certificate, err := authority.Certificate(time.Now(), ca.AdobeHosts(), netip.MustParseAddr("127.0.0.1"))
	if err != nil {
		return nil, err
	}
	m := &mock{server: server, authority: authority}
	m.api = newAPI(server, certificate)
	if m.names, err = openNames(ctx, m, file, on, out); err != nil {
		return nil, err
	}
	m.control = &http.Server{Handler: m.names.handler(control.NewHandler(server)), ReadHeaderTimeout: 10 * time.Second}
	if m.apiURL, err = m.serve(m.api, file.Mockpass.Listen, "mockpass.listen"); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	if m.ctlURL, err = m.serve(m.control, file.Mockpass.Control, "mockpass.control"); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("no port for HTTPS on loopback: %w", err), m.Close())
	}
	m.secure = l.Addr().String()
	m.serveTLS(l)
	return m, nil
}

// newAPI makes the server of Adobe Pass. It knows HTTP/2 on whichever listener it is served
// first: left to itself it would learn it from a first one with TLS, and hang up on clients
// that were promised HTTP/2 where that came second.
func newAPI(server *mockpass.Server, certificate tls.Certificate) *http.Server {
	return &http.Server{
		Handler: network.Handler(server.API()), ConnContext: attach(server), ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}},
		ErrorLog:  log.New(io.Discard, "", 0), // a client that refuses the certificate is not our mistake
	}
}

// serveTLS serves Adobe Pass under its own names on one more listener, until Close.
func (m *mock) serveTLS(l net.Listener) { m.serving.Go(func() { _ = m.api.ServeTLS(l, "", "") }) }

func (m *mock) serve(s *http.Server, address, field string) (string, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", &config.Error{File: "passproof.yaml", Field: field, What: err.Error(), Remedy: "is the port in use? leave the field out for a free one"}
	}
	m.serving.Go(func() { _ = s.Serve(l) })
	return "http://" + l.Addr().String(), nil
}

// Close ends all listeners and returns when nobody is served any more.
func (m *mock) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	all := []error{m.names.Close()}
	for _, s := range []*http.Server{m.api, m.control} {
		if s == nil {
			continue
		}
		if s.Shutdown(ctx) != nil {
			all = append(all, s.Close()) // streams that follow the journal never end by themselves
		}
	}
	m.serving.Wait()
	return errors.Join(all...)
}
