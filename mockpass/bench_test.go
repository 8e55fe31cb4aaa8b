package mockpass_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// BenchmarkAuthorize compares an authorization with the same answer given by a
// handler that does nothing else, over the same kind of connection.
func BenchmarkAuthorize(b *testing.B) {
	const path, body = "/api/v2/REF30/decisions/authorize/Cablevision", `{"resources":["channel"]}`
	pass := mockpasstest.Start(b, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	signIn(b, pass, c, "Cablevision", "viewer")
	answer := c.Do(http.MethodPost, path, body)

	b.Run("mock", func(b *testing.B) {
		for b.Loop() {
			if a := c.Do(http.MethodPost, path, body); a.Status != http.StatusOK {
				b.Fatalf("status %d: %s", a.Status, a.Body)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
			_, _ = w.Write(answer.Body)
		}))
		defer bare.Close()
		for b.Loop() {
			if a := c.Do(http.MethodPost, bare.URL+path, body); a.Status != http.StatusOK {
				b.Fatalf("status %d", a.Status)
			}
		}
	})
}

// BenchmarkAuthorizeHandler is the mock's own share, without a network.
func BenchmarkAuthorizeHandler(b *testing.B) {
	pass := mockpasstest.Start(b, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	signIn(b, pass, c, "Cablevision", "viewer")
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/api/v2/REF30/decisions/authorize/Cablevision", strings.NewReader(`{"resources":["channel"]}`))
		r.Header.Set("Authorization", "Bearer "+c.Token)
		r.Header.Set("AP-Device-Identifier", "fingerprint dHY=")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		pass.API().ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("status %d: %s", w.Code, w.Body)
		}
	}
}

// session creates a complete session and returns its code.
func session(t mockpasstest.TB, c *mockpasstest.Client, mvpd string) string {
	t.Helper()
	var s struct{ Code string }
	c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd="+mvpd+"&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com%2Fback").JSON(t, &s)
	return s.Code
}

// signIn gives the client's device a profile and returns the code.
func signIn(t mockpasstest.TB, pass *mockpasstest.Running, c *mockpasstest.Client, mvpd, account string) string {
	t.Helper()
	code := session(t, c, mvpd)
	if err := pass.Complete(code, account); err != nil {
		t.Fatalf("%v", err)
	}
	return code
}
