package certification

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestGone_TellsWhoListens(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.NotFoundHandler())
	if gone(t.Context(), s.URL) {
		t.Error("a service that listens is said to be gone")
	}
	s.Close()
	if !gone(t.Context(), s.URL) {
		t.Error("nobody listens, and the service is not said to be gone")
	}
}
