package main

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
)

func TestParseListener(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]listener{
		"127.0.0.1:8080":              {"", false, "127.0.0.1:8080"},
		"http://127.0.0.1:8080":       {"", false, "127.0.0.1:8080"},
		"https://localhost:8443/":     {"", true, "localhost:8443"},
		"east=https://127.0.0.2:8443": {"east", true, "127.0.0.2:8443"},
		"eu-1=:8080":                  {"eu-1", false, ":8080"},
		"[::1]:8080":                  {"", false, "[::1]:8080"},
	} {
		if got, err := parseListener(text, false); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	if got, _ := parseListener("[::1]:8080", true); !got.tls {
		t.Error("--tls does not hold where no scheme is")
	}
	if got, _ := parseListener("http://[::1]:8080", true); got.tls {
		t.Error("--tls holds where a scheme says otherwise")
	}
	for _, text := range []string{"", "8080", "ftp://127.0.0.1:21", "http://127.0.0.1:8080/path", "a=b=127.0.0.1:1", "=127.0.0.1:1", "::1:8080"} {
		if got, err := parseListener(text, false); err == nil {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestParseListeners_NamesDiffer(t *testing.T) {
	t.Parallel()
	if _, err := parseListeners([]string{"a=:1", "b=:2", ":3", ":4"}, false); err != nil {
		t.Error(err)
	}
	if _, err := parseListeners([]string{"a=:1", "a=:2"}, false); err == nil || !strings.Contains(err.Error(), "there twice") {
		t.Errorf("one name for two: %v", err)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	if names, addresses := (listener{address: "mock.internal:1"}).hosts(); !slices.Equal(names, []string{"mock.internal"}) || addresses != nil {
		t.Errorf("a name: %v %v", names, addresses)
	}
	if names, addresses := (listener{address: "[fe80::1%eth0]:1"}).hosts(); names != nil || !slices.Equal(addresses, []netip.Addr{netip.MustParseAddr("fe80::1")}) {
		t.Errorf("an address: %v %v", names, addresses)
	}
	for _, everywhere := range []string{"0.0.0.0:1", ":1", "[::]:1"} {
		if names, addresses := (listener{address: everywhere}).hosts(); names != nil || !slices.Contains(addresses, netip.MustParseAddr("127.0.0.1")) {
			t.Errorf("%s: %v %v", everywhere, names, addresses)
		}
	}
}
