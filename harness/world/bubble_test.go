package world

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
)

// A cable connects a world to the control API of a mock without a network, so that
// tests can run in a synctest bubble: the clock is no real one, and a goroutine that is
// left behind fails the test.
type cable struct {
	pass  *mockpass.Server
	api   http.Handler
	hangs string // method of the calls that are never answered
	cut   error  // how streams end; nil: as though the mock had finished
	ends  chan struct{}
}

// wire makes a world on a cable. It must be called inside the bubble.
func wire(t *testing.T, d app.Driver) (*World, *cable) {
	t.Helper()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{pass: pass, api: control.NewHandler(pass), ends: make(chan struct{})}
	w := newWorld(Setup{Driver: d, Scenario: "s", AdobePassURL: "http://pass"}, &control.Client{URL: "http://127.0.0.1", HTTP: &http.Client{Transport: c}})
	t.Cleanup(w.Close)
	return w, c
}

// end ends the journal, as a mock does that is stopped.
func (c *cable) end() { close(c.ends) }

// RoundTrip lets the handler answer, in a goroutine of its own as a server does.
func (c *cable) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == c.hangs {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	ctx, cancel := context.WithCancel(r.Context())
	out, in := io.Pipe()
	answer := &answer{header: http.Header{}, body: in, begun: make(chan int, 1)}
	go func() {
		defer cancel()
		c.api.ServeHTTP(answer, r.WithContext(ctx))
		answer.WriteHeader(http.StatusOK)
		if r.Context().Err() != nil {
			_ = in.CloseWithError(r.Context().Err())
		} else {
			_ = in.CloseWithError(c.cut)
		}
	}()
	go func() {
		select {
		case <-c.ends:
			cancel()
		case <-ctx.Done():
		}
	}()
	return &http.Response{StatusCode: <-answer.begun, Header: answer.header, Body: out, Request: r}, nil
}

// An answer is what the handler writes to.
type answer struct {
	header http.Header
	body   *io.PipeWriter
	begun  chan int
	done   bool
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) Write(p []byte) (int, error) { a.WriteHeader(http.StatusOK); return a.body.Write(p) }
func (a *answer) Flush()                      {}
func (a *answer) WriteHeader(status int) {
	if !a.done {
		a.done = true
		a.begun <- status
	}
}
