package certification

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestGone_TellsWhoListens(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	if gone(t.Context(), s.URL) {
		t.Error("a service that listens is said to be gone")
	}
	// The near end of a connection holds its port, so nobody else can come to listen there meanwhile.
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if !gone(t.Context(), "http://"+c.LocalAddr().String()) {
		t.Error("nobody listens, and the service is not said to be gone")
	}
}
