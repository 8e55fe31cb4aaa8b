package defects

import (
	"io"
	"net/http"
)

// sameTokenAgain repeats what was answered 401 as it is.
func sameTokenAgain(next http.RoundTripper) http.RoundTripper {
	return again(next, 1, func(r *http.Request, status int) bool {
		return status == http.StatusUnauthorized && is(r, "/api/v2/")
	})
}

// registerInALoop repeats a registration that was refused for good.
func registerInALoop(next http.RoundTripper) http.RoundTripper {
	return again(next, 5, func(r *http.Request, status int) bool {
		return status == http.StatusBadRequest && is(r, "/o/client/register")
	})
}

// again repeats requests at once, up to so many times, while wanted holds for the answer.
func again(next http.RoundTripper, most int, wanted func(*http.Request, int) bool) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		text := body(r)
		for n := 0; ; n++ {
			one := r.Clone(r.Context())
			if r.Body != nil {
				setBody(one, text)
			}
			response, err := next.RoundTrip(one)
			if err != nil || n >= most || !wanted(r, response.StatusCode) {
				return response, err
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
	})
}
