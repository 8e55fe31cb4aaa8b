package control

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// guard turns away who does not know the token, and what a page in somebody's browser
// has made that browser send. Such a page cannot read answers of another origin, but
// it can send requests that change something (cross-site request forgery), and a
// name of its own that leads to loopback makes it the same origin (DNS rebinding).
func (h *handler) guard(r *http.Request) error {
	switch {
	case h.token != "" && !h.knowsToken(r):
		return &Error{Status: http.StatusUnauthorized, Message: "the control API wants a token", Remedy: "send Authorization: Bearer with the token that mockpass was started with"}
	case h.token == "" && !own(r.Host):
		return &Error{Status: http.StatusForbidden, Field: "Host", Message: "without a token the control API is not served under a name with a dot", Remedy: "reach it by its IP address or as localhost, or start mockpass with --control-token"}
	case foreign(r):
		return &Error{Status: http.StatusForbidden, Field: "Origin", Message: "the request comes from a page of another origin", Remedy: "use mockpass ctl, package control, or any client that is no browser"}
	}
	return nil
}

func (h *handler) knowsToken(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+h.token)) == 1
}

// own tells whether the host is an address or a name without a dot, such as localhost or
// that of a container: nobody on the Internet can have given those to a host.
func own(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return net.ParseIP(host) != nil || host != "" && !strings.ContainsAny(host, ".:")
}

// foreign tells whether a browser says that a page of another origin is behind a
// request. What is no browser says nothing about it.
func foreign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || !strings.EqualFold(u.Host, r.Host)
}
