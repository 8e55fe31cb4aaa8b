package defects

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// oneClient gives all game consoles the credentials and the token that the first got.
func oneClient(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	known := map[string][]byte{}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if !is(r, "/o/client/") || info(r)["primaryHardwareType"] != "GamesConsole" {
			return next.RoundTrip(r)
		}
		mu.Lock()
		defer mu.Unlock()
		if text := known[r.URL.Path]; text != nil {
			return answerTo(r, text), nil
		}
		response, err := next.RoundTrip(r)
		if err != nil || response.StatusCode/100 != 2 {
			return response, err
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			return nil, err
		}
		known[r.URL.Path] = text
		return answerTo(r, text), nil
	})
}

// answerTo makes an answer that never came over the wire.
func answerTo(r *http.Request, text []byte) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(text)), ContentLength: int64(len(text)),
	}
}

// secondReplica looks for profiles of phones with a client of its own, which it registers
// once and for all of them.
func secondReplica(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	statement, token := "", ""
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case is(r, "/o/client/register"):
			statement = body(r)
		case is(r, "/profiles") && !isPoll(r) && info(r)["primaryHardwareType"] == "MobilePhone":
			if token == "" {
				token = another(next, r, statement)
			}
			r = r.Clone(r.Context())
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return next.RoundTrip(r)
	})
}

// another registers a client that belongs to no device and returns an access token of it.
func another(next http.RoundTripper, like *http.Request, statement string) string {
	var got struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
		Token  string `json:"access_token"`
	}
	post := func(path, mediaType, text string) {
		r, err := http.NewRequestWithContext(like.Context(), http.MethodPost, like.URL.Scheme+"://"+like.URL.Host+path, strings.NewReader(text))
		if err != nil {
			return
		}
		r.Header.Set("Content-Type", mediaType)
		r.Header.Set("X-Device-Info", like.Header.Get("X-Device-Info"))
		alterInfo(r, func(o map[string]any) { delete(o, "connectionIp") })
		if response, err := next.RoundTrip(r); err == nil {
			_ = json.NewDecoder(response.Body).Decode(&got)
			_ = response.Body.Close()
		}
	}
	post("/o/client/register", "application/json", statement)
	form := url.Values{"client_id": {got.ID}, "client_secret": {got.Secret}, "grant_type": {"client_credentials"}}
	post("/o/client/token", "application/x-www-form-urlencoded", form.Encode())
	return got.Token
}
