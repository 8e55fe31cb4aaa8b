package mockpasstest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
)

// TB is the part of testing.TB that is used. *testing.T, *testing.B and what
// GinkgoTB returns have it.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// A Running is a mock that listens on a loopback port.
type Running struct {
	*mockpass.Server
	URL string // "http://127.0.0.1:41233"
	// FaultsExpected is set by a test that breaks the mock on purpose. Otherwise a
	// test fails when the mock broke its own contract: an answer that departs from
	// the documents, a panic, a failure of the store.
	FaultsExpected bool

	tb TB
}

// Start gives a mock that is gone when the test is. A configuration that cannot be
// used ends the test, and a fault of the mock's own fails it at the end.
func Start(t TB, c mockpass.Config, options ...mockpass.Option) *Running {
	t.Helper()
	server, err := mockpass.New(c, options...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("mockpasstest: no loopback port: %v", err)
	}
	web := &http.Server{
		Handler:           server.API(),
		ConnContext:       server.ConnContext,
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
	r := &Running{Server: server, URL: "http://" + listener.Addr().String(), tb: t}
	done := make(chan error, 1)
	go func() { done <- web.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if web.Shutdown(ctx) != nil {
			_ = web.Close() // a call that will not end is ended
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Fatalf("mockpasstest: serving ended by itself: %v", err)
		}
		if faults := r.faults(); len(faults) > 0 && !r.FaultsExpected {
			t.Fatalf("mockpasstest: the mock broke its own contract:\n%s", strings.Join(faults, "\n"))
		}
	})
	return r
}

// faults are those of the exchanges that the journal still holds.
func (r *Running) faults() (out []string) {
	for _, e := range r.Journal().Since(0) {
		if x, ok := e.(*journal.Exchange); ok && x.Fault != "" {
			out = append(out, fmt.Sprintf("%s %s: %s", x.Request.Method, x.Request.Target, x.Fault))
		}
	}
	return out
}

// Statement is the software statement of an application, or of the application
// that speaks for a service provider.
func (r *Running) Statement(applicationOrServiceProvider string) string {
	r.tb.Helper()
	text, err := r.SoftwareStatement(applicationOrServiceProvider)
	if err != nil {
		r.tb.Fatalf("%v", err)
	}
	return text
}
