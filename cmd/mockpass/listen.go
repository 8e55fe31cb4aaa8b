package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"
)

// A listener is where the mock listens: "[name=][http://|https://]host:port".
type listener struct {
	name    string // of the data centre that it plays; may be empty
	tls     bool
	address string // host:port
}

var listenerForm = regexp.MustCompile(`^(?:([A-Za-z0-9_-]+)=)?(?:(https?)://)?([^/=]*)/?$`)

// parseListener reads a listener; without a scheme it is HTTPS if the second
// argument says so.
func parseListener(text string, secure bool) (listener, error) {
	m := listenerForm.FindStringSubmatch(text)
	if m == nil {
		return listener{}, errors.New("write host:port, https://host:port or name=https://host:port")
	}
	l := listener{name: m[1], tls: m[2] == "https" || m[2] == "" && secure, address: m[3]}
	if _, _, err := net.SplitHostPort(l.address); err != nil {
		return listener{}, fmt.Errorf("%q is not host:port; write 127.0.0.1:8080", l.address)
	}
	return l, nil
}

// parseListeners reads all of them; no two may have one name.
func parseListeners(texts []string, secure bool) ([]listener, error) {
	var out []listener
	names := map[string]bool{}
	for _, text := range texts {
		l, err := parseListener(text, secure)
		if err != nil {
			return nil, fmt.Errorf("--listen %s: %w", text, err)
		}
		if l.name != "" && names[l.name] {
			return nil, fmt.Errorf("--listen %s: the name %s is there twice; give each its own", text, l.name)
		}
		names[l.name] = true
		out = append(out, l)
	}
	return out, nil
}

// url is the base URL of a listener that got an address: its host as it was given,
// since a socket that listens everywhere does not tell it.
func (l listener) url(at net.Addr) string {
	host, _, _ := net.SplitHostPort(l.address)
	_, port, _ := net.SplitHostPort(at.String())
	scheme := "http://"
	if l.tls {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(cmp.Or(host, "localhost"), port)
}

// label is what is printed in front of the URL.
func (l listener) label() string {
	if l.name != "" {
		return "Adobe Pass " + l.name
	}
	return "Adobe Pass"
}

// loopback says whether only this machine can reach a listener.
func (l listener) loopback() bool {
	host, _, _ := net.SplitHostPort(l.address)
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// hosts are the names and addresses by which clients reach a listener: of one that
// listens everywhere, all addresses of the machine.
func (l listener) hosts() (names []string, addresses []netip.Addr) {
	host, _, _ := net.SplitHostPort(l.address)
	address, err := netip.ParseAddr(host)
	switch {
	case host != "" && err != nil:
		return []string{host}, nil
	case err == nil && !address.IsUnspecified():
		return nil, []netip.Addr{address.WithZone("")}
	}
	all, _ := net.InterfaceAddrs() // without them, there are loopback and the names
	for _, a := range all {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil {
			addresses = append(addresses, prefix.Addr().WithZone(""))
		}
	}
	return nil, addresses
}
