package hollow

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/passproof/passproof/harness/reference"
)

// nothing needs no end.
type nothing struct{}

// Close does nothing.
func (nothing) Close() error { return nil }

// up is a handler that says that it is ready, and leaves the verbs to another.
func up(verbs http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.Handle("/", verbs)
	return mux
}

// always gives every verb the same answer.
func always(status int, body string) func(reference.Config, func(int)) (http.Handler, io.Closer, error) {
	return func(reference.Config, func(int)) (http.Handler, io.Closer, error) {
		return up(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w, status, body) })), nothing{}, nil
	}
}

// hanging holds every call until its app gives up.
func hanging(reference.Config, func(int)) (http.Handler, io.Closer, error) {
	return up(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the app is gone
		<-r.Context().Done()
	})), nothing{}, nil
}

// inventions are answers by path, all of them good news. CODE stands for a code that no
// other answer has, ADOBE for the base URL of Adobe Pass, where browsers are sent with it.
var inventions = map[string]string{
	"/v1/status":            `{"signedIn":true,"mvpd":"Cablevision","remembered":{"id":"Cablevision","name":"Cablevision","logo":"https://example.com/c.png"}}`,
	"/v1/providers":         `{"providers":[{"id":"Cablevision","name":"Cablevision"},{"id":"Spectrum","name":"Spectrum"}]}`,
	"/v1/login":             `{"signedIn":false,"code":"CODE","url":"ADOBE/api/v2/authenticate/REF30/CODE","expiresAt":"2099-01-01T00:00:00Z"}`,
	"/v1/login/returned":    `{"signedIn":true}`,
	"/v1/login/partner":     `{"signedIn":true}`,
	"/v1/activate":          `{"url":"ADOBE/api/v2/authenticate/REF30/CODE"}`,
	"/v1/metadata":          `{"attributes":{"userID":"somebody","householdID":"home"}}`,
	"/v1/preauthorize":      `{"decisions":[{"resource":"news","allowed":true},{"resource":"sports","allowed":true}]}`,
	"/v1/play":              `{"allowed":true,"token":"token-CODE"}`,
	"/v1/preview":           `{"allowed":true,"token":"token-CODE","endsAt":"2099-01-01T00:00:00Z"}`,
	"/v1/preview/remaining": `{"endsAt":"2099-01-01T00:00:00Z","remaining":5}`,
	"/v1/heartbeat":         `{"stop":false}`,
	"/v1/event":             `{"allowed":true,"token":"token-CODE"}`,
	"/v1/entitled":          `{"allowed":true}`,
	"/v1/logout":            `{"done":true,"url":"ADOBE/api/v2/authenticate/REF30/CODE"}`,
}

// refusals are answers by path, all of them a no that the app can show.
var refusals = map[string]string{
	"/v1/status":       `{"signedIn":false}`,
	"/v1/providers":    `{"providers":[]}`,
	"/v1/login":        `{"signedIn":false}`,
	"/v1/metadata":     `{"attributes":{}}`,
	"/v1/preauthorize": `{"decisions":[{"resource":"news","allowed":false},{"resource":"sports","allowed":false}]}`,
	"/v1/heartbeat":    `{"stop":true}`,
	"/v1/logout":       `{"done":false}`,
	"":                 `{"allowed":false,"signedIn":false,"next":"login","reason":{"code":"unavailable","message":"Please try again later."}}`,
}

// making answers by path, and where there is no answer as to the empty path.
func making(answers map[string]string) func(reference.Config, func(int)) (http.Handler, io.Closer, error) {
	return func(c reference.Config, _ func(int)) (http.Handler, io.Closer, error) {
		var made atomic.Int64
		return up(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, ok := answers[r.URL.Path]
			if !ok {
				body = answers[""]
			}
			code := fmt.Sprintf("HLW%04d", made.Add(1))
			write(w, http.StatusOK, strings.NewReplacer("CODE", code, "ADOBE", c.AdobePassURL).Replace(body))
		})), nothing{}, nil
	}
}

func write(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
