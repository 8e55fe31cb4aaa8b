package defects

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
)

const identifier = "AP-Device-Identifier"

var headers = []Defect{
	{
		Name: "bare-token", Summary: "polls with the access token but without the word Bearer", Breaks: []string{"HDR-AUTHORIZATION"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/logout/") {
				withoutScheme(r)
			}
		}),
	},
	{
		Name: "raw-identifier", Summary: "sends the device id on logout without its type", Breaks: []string{"HDR-AP-DEVICE-IDENTIFIER"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/logout/") {
				r.Header.Set(identifier, strings.TrimPrefix(r.Header.Get(identifier), "fingerprint "))
			}
		}),
	},
	{
		Name: "encoded-device-info", Summary: "percent-encodes X-Device-Info, as REST API V1 wanted it", Breaks: []string{"HDR-X-DEVICE-INFO"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/decisions/preauthorize/") {
				r.Header.Set("X-Device-Info", strings.NewReplacer("=", "%3D", "+", "%2B", "/", "%2F").Replace(r.Header.Get("X-Device-Info")+"="))
			}
		}),
	},
	{
		Name: "free-os-name", Summary: "writes osName as it likes", Breaks: []string{"HDR-XDI-KEYS"},
		Wire: rewrite(func(r *http.Request) { alterInfo(r, func(info map[string]any) { info["osName"] = "Fire OS 7" }) }),
	},
	{
		Name: "poll-without-address", Summary: "polls without X-Forwarded-For", Breaks: []string{"HDR-X-FORWARDED-FOR"},
		Wire: rewrite(func(r *http.Request) {
			if isPoll(r) {
				r.Header.Del("X-Forwarded-For")
			}
		}),
	},
	{
		Name: "own-address", Summary: "sends its own address on decisions in place of the device's", Breaks: []string{"HDR-X-FORWARDED-FOR-ACTUAL"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/decisions/authorize/") {
				r.Header.Set("X-Forwarded-For", "10.0.0.1")
			}
		}),
	},
	{
		Name: "identifier-per-login", Summary: "makes up a new device id for every login", Breaks: []string{"HDR-DEVICE-ID-STABLE"},
		Wire: identifierPerLogin,
	},
	{
		Name: "one-identifier", Summary: "sends one device id for all devices of a model", Breaks: []string{"HDR-DEVICE-ID-ACTUAL"},
		Wire: rewrite(func(r *http.Request) {
			if r.Header.Get(identifier) != "" {
				r.Header.Set(identifier, "fingerprint "+base64.StdEncoding.EncodeToString([]byte("server-7")))
			}
		}),
	},
	{
		Name: "shared-headers", Summary: "keeps headers in a shared map: a decision carries the address of the device before", Breaks: []string{"HDR-DEVICE-ISOLATION", "HDR-X-FORWARDED-FOR-ACTUAL"},
		Wire: sharedHeaders,
	},
	{
		Name: "wrong-media-type", Summary: "posts decisions as text/plain", Breaks: []string{"HDR-CONTENT-TYPE"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/decisions/preauthorize/") {
				r.Header.Set("Content-Type", "text/plain")
			}
		}),
	},
	{
		Name: "v1-leftovers", Summary: "still adds requestor and deviceId to the query", Breaks: []string{"HDR-ONLY-EXPECTED"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/profiles") {
				addQuery(r, "requestor", "REF30")
				addQuery(r, "deviceId", "x")
			}
		}),
	},
	{
		Name: "trailing-slash", Summary: "looks for profiles at a path with a slash too many before it finds the right one", Breaks: []string{"HDR-OPENAPI-CONFORMANCE"},
		Wire: trailingSlash,
	},
}

// alterInfo changes the decoded device description.
func alterInfo(r *http.Request, alter func(map[string]any)) {
	raw, err := base64.StdEncoding.DecodeString(r.Header.Get("X-Device-Info"))
	var info map[string]any
	if err != nil || json.Unmarshal(raw, &info) != nil {
		return
	}
	alter(info)
	text, _ := json.Marshal(info)
	r.Header.Set("X-Device-Info", base64.StdEncoding.EncodeToString(text))
}

// identifierPerLogin replaces the identifier of a device from each new session on.
func identifierPerLogin(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	made := map[string]string{}
	return rewrite(func(r *http.Request) {
		true_ := r.Header.Get(identifier)
		if true_ == "" {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if made[true_] == "" || strings.HasSuffix(r.URL.Path, "/sessions") {
			made[true_] = "fingerprint " + base64.StdEncoding.EncodeToString([]byte(rand.Text()))
		}
		r.Header.Set(identifier, made[true_])
	})(next)
}

// sharedHeaders sends the address of whichever device called before.
func sharedHeaders(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	last := ""
	return rewrite(func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		own := r.Header.Get("X-Forwarded-For")
		if is(r, "/decisions/") && last != "" {
			r.Header.Set("X-Forwarded-For", last)
		}
		last = own
	})(next)
}

// trailingSlash tries profiles/ first.
func trailingSlash(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/profiles") {
			wrong := r.Clone(r.Context())
			wrong.URL.Path += "/"
			if response, err := next.RoundTrip(wrong); err == nil {
				_ = response.Body.Close()
			}
		}
		return next.RoundTrip(r)
	})
}
