package defects

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// roundTripper makes a transport of a function.
type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip calls the function.
func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// rewrite makes a Wire that changes requests before they are sent.
func rewrite(change func(*http.Request)) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context())
			change(r)
			return next.RoundTrip(r)
		})
	}
}

// is tells whether a request's path has the part.
func is(r *http.Request, part string) bool { return strings.Contains(r.URL.Path, part) }

// isPoll tells a poll from other lookups.
func isPoll(r *http.Request) bool { return is(r, "/profiles/code/") }

// body reads the body and leaves it readable.
func body(r *http.Request) string {
	if r.Body == nil {
		return ""
	}
	text, _ := io.ReadAll(r.Body)
	setBody(r, string(text))
	return string(text)
}

func setBody(r *http.Request, text string) {
	r.Body = io.NopCloser(bytes.NewReader([]byte(text)))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	r.ContentLength = int64(len(text))
}

// addQuery adds a parameter to the query.
func addQuery(r *http.Request, name, value string) {
	q := r.URL.Query()
	q.Set(name, value)
	r.URL.RawQuery = q.Encode()
}

// repath replaces a part of the path, encoded or not.
func repath(r *http.Request, old, replacement string) {
	r.URL.Path = strings.Replace(r.URL.Path, old, replacement, 1)
	if r.URL.RawPath != "" {
		r.URL.RawPath = strings.Replace(r.URL.RawPath, old, replacement, 1)
	}
}
