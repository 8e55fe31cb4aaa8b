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
		Name: "bare-token", Summary: "signs out with the access token but without the word Bearer", Breaks: []string{"HDR-AUTHORIZATION"},
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
		Name: "bare-poll", Summary: "polls with the access token and the address alone, without device headers", Breaks: []string{"HDR-EVERY-REQUEST"},
		Wire: rewrite(func(r *http.Request) {
			if isPoll(r) {
				r.Header.Del(identifier)
				r.Header.Del("X-Device-Info")
			}
		}),
	},
	{
		Name: "server-description", Summary: "describes its own container when it asks for an authorization", Breaks: []string{"HDR-XDI-ACTUAL"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/decisions/authorize/") {
				alterInfo(r, func(o map[string]any) { o["model"], o["osName"], o["osVersion"] = "x86_64", "Linux", "6.8" })
			}
		}),
	},
	{
		Name: "fixed-port", Summary: "sends the port of its load balancer for the device's", Breaks: []string{"HDR-XDI-CONNECTION"},
		Wire: rewrite(func(r *http.Request) { alterInfo(r, func(o map[string]any) { o["connectionPort"] = 443 }) }),
	},
	{
		Name: "free-os-name", Summary: "writes osName as it likes", Breaks: []string{"HDR-XDI-KEYS"},
		Follows: []string{"CFG-CACHE-KEY", "CFG-CACHE-TTL", "SSO-APPLE-MVPD-FLAGS"},
		Wire:    rewrite(func(r *http.Request) { alterInfo(r, func(o map[string]any) { o["osName"] = "Fire OS 7" }) }),
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
		Name: "own-address", Summary: "sends its own address in place of the device's when a webOS television plays", Breaks: []string{"HDR-X-FORWARDED-FOR-ACTUAL"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/decisions/authorize/") && info(r)["osName"] == "webOS" {
				r.Header.Set("X-Forwarded-For", "10.0.0.1")
			}
		}),
	},
	{
		Name: "identifier-per-login", Summary: "makes up a new device id from the second login on", Breaks: []string{"HDR-DEVICE-ID-STABLE"},
		Follows: []string{"REG-401-REFRESH-RETRY"},
		Wire:    identifierPerLogin,
	},
	{
		Name: "one-identifier", Summary: "sends one device id for all game consoles", Breaks: []string{"HDR-DEVICE-ID-ACTUAL"},
		Wire: rewrite(func(r *http.Request) {
			if r.Header.Get(identifier) != "" && info(r)["primaryHardwareType"] == "GamesConsole" {
				r.Header.Set(identifier, "fingerprint "+base64.StdEncoding.EncodeToString([]byte("console")))
			}
		}),
	},
	{
		Name: "shared-headers", Summary: "keeps headers in a shared map: a decision carries the description of the device before", Breaks: []string{"HDR-DEVICE-ISOLATION"},
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
		Name: "accept-html", Summary: "asks for profiles with an Accept for pages", Breaks: []string{"HDR-ACCEPT"},
		Wire: rewrite(func(r *http.Request) {
			if is(r, "/profiles") {
				r.Header.Set("Accept", "text/html, */*;q=0.2")
			}
		}),
	},
	{
		Name: "visitor-at-login", Summary: "sends the Experience Cloud ID with sessions alone", Breaks: []string{"HDR-VISITOR-ID"},
		Wire: rewrite(func(r *http.Request) {
			if !is(r, "/sessions") {
				r.Header.Del("AP-Visitor-Identifier")
			}
		}),
	},
	{
		Name: "strict-reader", Summary: "fails where a session has its timestamps as numbers", Breaks: []string{"HDR-TOLERANT-READER"},
		Wire: strictReader,
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
		Name: "trailing-slash", Summary: "looks for profiles at a path with a slash too many before it finds the right one", Breaks: []string{"HDR-OPENAPI-CONFORMANCE"}, Chatty: true,
		Wire: trailingSlash,
	},
}

// info is the decoded device description; nil where there is none.
func info(r *http.Request) map[string]any {
	raw, err := base64.StdEncoding.DecodeString(r.Header.Get("X-Device-Info"))
	var o map[string]any
	if err != nil || json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

// alterInfo changes the decoded device description.
func alterInfo(r *http.Request, alter func(map[string]any)) {
	o := info(r)
	if o == nil {
		return
	}
	alter(o)
	text, _ := json.Marshal(o)
	r.Header.Set("X-Device-Info", base64.StdEncoding.EncodeToString(text))
}

// identifierPerLogin replaces the identifier of a device from its second session on.
func identifierPerLogin(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	logins, made := map[string]int{}, map[string]string{}
	return rewrite(func(r *http.Request) {
		own := r.Header.Get(identifier)
		if own == "" {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "/sessions") {
			if logins[own]++; logins[own] > 1 {
				made[own] = "fingerprint " + base64.StdEncoding.EncodeToString([]byte(rand.Text()))
			}
		}
		if made[own] != "" {
			r.Header.Set(identifier, made[own])
		}
	})(next)
}

// sharedHeaders sends the description of whichever device called before.
func sharedHeaders(next http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	last := ""
	return rewrite(func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		own := r.Header.Get("X-Device-Info")
		if is(r, "/decisions/") && last != "" {
			r.Header.Set("X-Device-Info", last)
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
