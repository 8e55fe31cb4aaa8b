package mockpass_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// browser is the client as a browser would call: without token and device.
func browser(c *mockpasstest.Client) *mockpasstest.Client {
	b := *c
	b.Token, b.Device, b.Address = "", "", ""
	b.Header = http.Header{"Sec-Fetch-Mode": {"navigate"}, "X-Device-Info": nil}
	return &b
}

// loginPage opens the login page of a code and returns its address.
func loginPage(t *testing.T, b *mockpasstest.Client, code string) string {
	t.Helper()
	at := "/api/v2/authenticate/REF30/" + code
	for range 5 {
		a := b.Do(http.MethodGet, at, "")
		if a.Status != http.StatusFound {
			if a.Status != http.StatusOK || !strings.Contains(string(a.Body), `name="account"`) {
				t.Fatalf("%s: got %d %s, want a login page", at, a.Status, a.Body)
			}
			return at
		}
		at = a.Header.Get("Location")
	}
	t.Fatal("the browser is sent in circles")
	return ""
}

func TestBrowser_SignsIn(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	for _, mvpd := range []string{"Cablevision", "Spectrum", "Comcast_SSO", "mixedCase.id", "id with space"} {
		c := pass.Client("REF30", "tv of "+mvpd)
		code := session(t, c, url.QueryEscape(mvpd))
		b := browser(c)
		page := loginPage(t, b, code)
		a := b.Do(http.MethodPost, page, url.Values{"code": {code}, "account": {"ann"}, "signin": {"1"}}.Encode())
		if a.Status != http.StatusFound || a.Header.Get("Location") != "https://example.com/back" {
			t.Errorf("%s: got %d to %s, want the redirectUrl", mvpd, a.Status, a.Header.Get("Location"))
		}
		if got := c.Do(http.MethodGet, "/api/v2/REF30/profiles/"+url.PathEscape(mvpd), ""); !strings.Contains(string(got.Body), "regular") {
			t.Errorf("%s: got %s, want a profile", mvpd, got.Body)
		}
		if a = b.Do(http.MethodPost, page, "account=ann"); a.Status != http.StatusBadRequest {
			t.Errorf("%s: signing in again got %d", mvpd, a.Status)
		}
	}
}

func TestBrowser_DeclinesAndTriesAgain(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	code := session(t, c, "Cablevision")
	b := browser(c)
	page := loginPage(t, b, code)
	a := b.Do(http.MethodPost, page, "decline=1&account=ann")
	if a.Status != http.StatusFound || a.Header.Get("Location") != "https://example.com/back" {
		t.Errorf("declining got %d to %s, want the redirectUrl", a.Status, a.Header.Get("Location"))
	}
	empty := func(when string) {
		if got := c.Do(http.MethodGet, "/api/v2/REF30/profiles/code/"+code, ""); string(got.Body) != `{"profiles":{}}` {
			t.Errorf("%s: got %s, want no profile", when, got.Body)
		}
	}
	empty("declined")
	page = loginPage(t, b, code)
	empty("abandoned")
	if a = b.Do(http.MethodPost, page, "account=ann"); a.Status != http.StatusFound {
		t.Errorf("the second try got %d", a.Status)
	}
}

func TestBrowser_VisitsTheLogoutPage(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	signIn(t, pass, c, "Cablevision", "ann")
	var out struct {
		Logouts map[string]struct{ URL string }
	}
	c.Do(http.MethodGet, "/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com%2Fbye%3Fa%3D1", "").JSON(t, &out)
	b := browser(c)
	if a := b.Do(http.MethodGet, out.Logouts["Cablevision"].URL, ""); a.Status != http.StatusFound || a.Header.Get("Location") != "https://example.com/bye?a=1" {
		t.Errorf("got %d to %s", a.Status, a.Header.Get("Location"))
	}
	for path, want := range map[string]int{
		"/adobe-services/logout?mso_id=Cablevision":                           http.StatusOK,
		"/adobe-services/logout?mso_id=Nobody":                                http.StatusBadRequest,
		"/adobe-services/logout?mso_id=Cablevision&redirect_url=javascript:x": http.StatusBadRequest,
		"/adobe-services/authenticate/saml":                                   http.StatusBadRequest,
		"/mvpd/Cablevision/login?code=AAAAAAA":                                http.StatusBadRequest,
		"/mvpd/Cablevision":                                                   http.StatusNotFound,
	} {
		if a := b.Do(http.MethodGet, path, ""); a.Status != want || a.Header.Get("Content-Type") != "text/html" {
			t.Errorf("%s: got %d %s, want %d as a page", path, a.Status, a.Header.Get("Content-Type"), want)
		}
	}
}

func TestComplete_SaysWhyNot(t *testing.T) {
	t.Parallel()
	now := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithClock(now))
	c := pass.Client("REF30", "tv")
	var s struct{ Code string }
	c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Cablevision").JSON(t, &s)
	old := session(t, c, "Cablevision")
	session(t, c, "Cablevision")
	for code, want := range map[string]string{"AAAAAAA": "no session", s.Code: "void", old: "void"} {
		if err := pass.Complete(code, "ann"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", code, err, want)
		}
	}
	c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Cablevision").JSON(t, &s)
	if err := pass.Complete(s.Code, "ann"); err == nil || !strings.Contains(err.Error(), "lacks [domain redirectUrl]") {
		t.Errorf("got %v, want what it lacks", err)
	}
	code := session(t, c, "Cablevision")
	if err := pass.Decline(code); err != nil {
		t.Error(err)
	}
	if err := pass.Complete(code, "ann"); err != nil {
		t.Error(err)
	}
	if err := pass.Decline(code); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("got %v, want that the viewer has signed in", err)
	}
	late := session(t, c, "Spectrum")
	now.advance(time.Hour)
	if err := pass.Complete(late, "ann"); err == nil || !strings.Contains(err.Error(), "expired") {
		t.Errorf("got %v, want that the code has expired", err)
	}
}

// TestBrowser_ProfileAsDirected wants the direction named in the exchange in which
// the viewer signed in.
func TestBrowser_ProfileAsDirected(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	id, err := pass.Direct(stage.Direction{Match: stage.Match{Operations: []string{specs.Authenticate}, Devices: []string{"tv"}}, Do: stage.Do{Lifetime: "1h"}})
	if err != nil {
		t.Fatal(err)
	}
	b := browser(c)
	b.Do(http.MethodPost, loginPage(t, b, session(t, c, "Cablevision")), "account=ann")
	var last *journal.Exchange
	for _, e := range pass.Journal().Since(0) {
		last = e.(*journal.Exchange)
		if last.Operation == specs.Authenticate && len(last.Directed) != 0 {
			t.Errorf("authenticate itself was shaped by %v", last.Directed)
		}
	}
	if last.Party != journal.Browser || len(last.Directed) != 1 || last.Directed[0] != id {
		t.Errorf("got %s directed by %v, want %s", last.Party, last.Directed, id)
	}
}
