package world

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestBrowser_Forms(t *testing.T) {
	t.Parallel()
	p := page{url: "u", status: 200, body: `<form method="post"><input type="hidden" name="code" value="A"><button name="signin" value="1">`}
	form, err := p.form("ann", "signin")
	if err != nil || form.Get("code") != "A" || form.Get("account") != "ann" || form.Get("signin") != "1" {
		t.Errorf("form %v, %v", form, err)
	}
	if _, err := (page{url: "u", status: 200, body: "<h1>"}).form("ann", "signin"); err == nil {
		t.Error("a page without a form was filled in")
	}
}

func TestBrowser_GoesNowhereButToAdobePass(t *testing.T) {
	t.Parallel()
	var strangers atomic.Int32
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	t.Cleanup(foreign.Close)
	w, _ := open(t, scripted{})
	home := httptest.NewServer(http.RedirectHandler(foreign.URL+"/after", http.StatusFound))
	t.Cleanup(home.Close)
	w.AdobePassURL = home.URL
	v := w.Household(t).Viewer()
	port := home.URL[strings.LastIndex(home.URL, ":"):]
	for ref, end := range map[string]string{
		"https://app.example.com/done":                    "https://app.example.com/done", // where the app takes over
		foreign.URL + "/page":                             foreign.URL + "/page",
		home.URL + "@" + foreign.Listener.Addr().String(): home.URL + "@" + foreign.Listener.Addr().String(), // begins like home
		home.URL + "/leaves":                              foreign.URL + "/after",
		"HTTP://127.0.0.1" + port + "/leaves":             foreign.URL + "/after", // is home
	} {
		if got, status, err := v.browse(context.Background(), ref, ""); err != nil || got != end || status != 0 {
			t.Errorf("%s ended at %s with %d, %v", ref, got, status, err)
		}
	}
	if n := strangers.Load(); n != 0 {
		t.Errorf("a stranger was called %d times", n)
	}
	if _, _, err := v.browse(context.Background(), "/relative", ""); err == nil || !strings.Contains(err.Error(), "not an address that a browser can open") {
		t.Errorf("a relative address: %v", err)
	}
	if _, _, err := v.browse(context.Background(), foreign.URL+"/login", "signin"); err == nil || !strings.Contains(err.Error(), "which is not at Adobe Pass") {
		t.Errorf("a login page elsewhere: %v", err)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	for pair, same := range map[[2]string]bool{
		{"http://a:8", "http://a:80/x"}:          false, // one is how the other begins
		{"http://a", "http://a:80/x?y"}:          true,
		{"https://a", "https://A:443"}:           true,
		{"http://a", "https://a"}:                false,
		{"http://a", "http://a.example.com"}:     false,
		{"http://a:80", "http://a:80@b/"}:        false,
		{"http://[::1]:8081", "http://[::1]:81"}: false,
		{"http://a", "app:done"}:                 false,
	} {
		one, err1 := originOf(pair[0])
		other, err2 := originOf(pair[1])
		if err1 != nil || err2 != nil || (one == other) != same {
			t.Errorf("%v: same origin %v, want %v (%v, %v)", pair, one == other, same, err1, err2)
		}
	}
}
