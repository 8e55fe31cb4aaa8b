package control_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
)

// served is the control API of a mock of its own, with every request and every
// answer held to its document.
type served struct {
	URL  string
	pass *mockpass.Server

	mu   sync.Mutex
	done map[string]int // operationId -> how often it said yes
}

func start(t *testing.T, options ...control.Option) *served {
	t.Helper()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s := &served{pass: pass, done: map[string]int{}}
	web := httptest.NewServer(s.documented(t, control.NewHandler(pass, options...)))
	t.Cleanup(web.Close)
	s.URL = web.URL
	return s
}

// client is one that keeps no connections for others.
func (s *served) client() *control.Client {
	return &control.Client{URL: s.URL, HTTP: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
}

// document is control.yaml, checked.
func document(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(control.Document)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	doc.Servers = openapi3.Servers{{URL: "/control/v1"}}
	return doc
}

// documented passes requests on. An answer must be what the document says, and the
// answer to a request that departs from the document must not be a yes.
func (s *served) documented(t *testing.T, next http.Handler) http.Handler {
	t.Helper()
	router, err := gorillamux.NewRouter(document(t))
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, params, err := router.FindRoute(r)
		if err != nil {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		asked := &openapi3filter.RequestValidationInput{
			Request: r, PathParams: params, Route: route,
			Options: &openapi3filter.Options{IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		wrong := openapi3filter.ValidateRequest(r.Context(), asked)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if strings.HasSuffix(r.URL.Path, "/follow") {
			s.yes(t, route, wrong, http.StatusOK)
			next.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		s.yes(t, route, wrong, rec.Code)
		hold(t, asked, rec)
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

func (s *served) yes(t *testing.T, route *routers.Route, wrong error, status int) {
	if status >= 300 {
		return
	}
	if wrong != nil {
		t.Errorf("%s says yes to a request that departs from the document: %v", route.Operation.OperationID, wrong)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done[route.Operation.OperationID]++
}

func hold(t *testing.T, asked *openapi3filter.RequestValidationInput, rec *httptest.ResponseRecorder) {
	answer := rec.Header().Clone()
	if !strings.Contains(answer.Get("Content-Type"), "application/json;") {
		answer.Del("Content-Type") // lines and YAML are free text
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: rec.Code, Header: answer, Body: io.NopCloser(bytes.NewReader(rec.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: answer.Get("Content-Type") == ""},
	}
	if err := openapi3filter.ValidateResponse(asked.Request.Context(), in); err != nil {
		t.Errorf("%s %s: %v", asked.Request.Method, asked.Request.URL, err)
	}
}
