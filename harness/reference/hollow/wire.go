package hollow

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/passproof/passproof/harness/reference"
)

// errNotCalled is what the reference service hears instead of an answer: the request was
// not sent.
var errNotCalled = errors.New("hollow: Adobe Pass is not called")

// crashed is the exit code of services that crash.
const crashed = 3

// wire is a RoundTripper made of a function.
type wire func(*http.Request) (*http.Response, error)

// RoundTrip calls the function.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) { return w(r) }

// hollowed is the reference service on another wire.
func hollowed(c reference.Config, over func(http.RoundTripper) http.RoundTripper) (http.Handler, *reference.Service, error) {
	if c.Transport == nil {
		c.Transport = reference.NewTransport(c.Policy.Line, c.AdobePassURL)
	}
	c.Transport = over(c.Transport)
	s, err := reference.New(c)
	if err != nil {
		return nil, nil, err
	}
	return s.Handler(), s, nil
}

// onlyRegisters lets pass what goes to Dynamic Client Registration alone.
func onlyRegisters(c reference.Config, _ func(int)) (http.Handler, io.Closer, error) {
	return hollowed(c, func(next http.RoundTripper) http.RoundTripper {
		return wire(func(r *http.Request) (*http.Response, error) {
			if !strings.HasPrefix(r.URL.Path, "/o/client/") {
				return nil, errNotCalled
			}
			return next.RoundTrip(r)
		})
	})
}

// mute lets nothing pass any more once there is a profile.
func mute(c reference.Config, _ func(int)) (http.Handler, io.Closer, error) {
	var silent atomic.Bool
	return hollowed(c, func(next http.RoundTripper) http.RoundTripper {
		return wire(func(r *http.Request) (*http.Response, error) {
			if silent.Load() {
				return nil, errNotCalled
			}
			res, found, err := profile(next.RoundTrip(r))
			if found {
				silent.Store(true)
			}
			return res, err
		})
	})
}

// crashing ends the program in the moment in which there is a profile.
func crashing(c reference.Config, leave func(int)) (http.Handler, io.Closer, error) {
	return hollowed(c, func(next http.RoundTripper) http.RoundTripper {
		return wire(func(r *http.Request) (*http.Response, error) {
			res, found, err := profile(next.RoundTrip(r))
			if found {
				leave(crashed)
			}
			return res, err
		})
	})
}

// leaving ends the program when the answer "signed in" to an app's status is on its way.
func leaving(c reference.Config, leave func(int)) (http.Handler, io.Closer, error) {
	inner, s, err := hollowed(c, func(next http.RoundTripper) http.RoundTripper { return next })
	if err != nil {
		return nil, nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told := &copied{ResponseWriter: w}
		inner.ServeHTTP(told, r)
		if r.URL.Path == "/v1/status" && bytes.Contains(told.body.Bytes(), []byte(`"signedIn":true`)) {
			_ = http.NewResponseController(w).Flush()
			leave(crashed)
		}
	}), s, nil
}

// copied keeps what is written.
type copied struct {
	http.ResponseWriter
	body bytes.Buffer
}

// Write writes, and keeps it.
func (c *copied) Write(p []byte) (int, error) {
	c.body.Write(p)
	return c.ResponseWriter.Write(p)
}

// mostAnswer bounds what is read of an answer of Adobe Pass: 1 MiB.
const mostAnswer = 1 << 20

// profile tells whether an answer holds a profile, and leaves it whole for the next reader.
func profile(res *http.Response, err error) (*http.Response, bool, error) {
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(res.Request.URL.Path, "/profiles") {
		return res, false, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if closed := res.Body.Close(); err != nil || closed != nil {
		return nil, false, errors.Join(err, closed)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, bytes.Contains(body, []byte(`"notAfter"`)), nil
}
