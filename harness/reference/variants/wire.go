package variants

import (
	"net/http"
	"time"
)

// delayed makes every call wait before it is sent.
func delayed(by time.Duration) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper { return late{next, by} }
}

type late struct {
	next http.RoundTripper
	by   time.Duration
}

// RoundTrip waits and goes on, unless nobody waits for the answer any more.
func (l late) RoundTrip(r *http.Request) (*http.Response, error) {
	t := time.NewTimer(l.by)
	defer t.Stop()
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-t.C:
		return l.next.RoundTrip(r)
	}
}

// lonely sends each call over a connection of its own.
type lonely struct{ next http.RoundTripper }

// RoundTrip asks for the connection to be closed after the answer.
func (l lonely) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Close = true
	return l.next.RoundTrip(r)
}
