package mockpass_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// last is the exchange that was recorded last.
func last(t *testing.T, pass *mockpasstest.Running) *journal.Exchange {
	t.Helper()
	var x *journal.Exchange
	for _, e := range pass.Journal().Since(0) {
		x = e.(*journal.Exchange)
	}
	if x == nil {
		t.Fatal("nothing was recorded")
	}
	return x
}

// TestJournal_TellsWhoSpokeOfWhat wants exchanges attributed, and recorded by the
// time that the client has the answer.
func TestJournal_TellsWhoSpokeOfWhat(t *testing.T) {
	t.Parallel()
	now := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithClock(now))
	tv := pass.Client("REF30", "tv")
	if x := last(t, pass); x.Operation != specs.Token || x.Client != tv.ID || x.Party != journal.Service {
		t.Errorf("token: got %s of %s by %s", x.Operation, x.Client, x.Party)
	}
	tv.Address = "192.0.2.7, 10.0.0.1"
	var s struct{ Code string }
	tv.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Cablevision&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com").JSON(t, &s)
	x := last(t, pass)
	if x.Operation != specs.CreateSession || x.ServiceProvider != "REF30" || x.MVPD != "Cablevision" || x.Code != s.Code ||
		x.Device != "tv" || x.Client != tv.ID || x.Address != "192.0.2.7" || x.Conn == 0 || !x.From.IsValid() || x.To.String() != strings.TrimPrefix(pass.URL, "http://") {
		t.Errorf("createSession: got %+v", x)
	}
	if x.Request.Method != http.MethodPost || x.Request.Target != "/api/v2/REF30/sessions" || !strings.HasPrefix(string(x.Request.Body), "mvpd=") || x.Response.Status != 200 || len(x.Response.Body) == 0 {
		t.Errorf("createSession: messages %+v %+v", x.Request, x.Response)
	}
	if !x.Start.Equal(now.Now()) || !x.End.Equal(now.Now()) {
		t.Errorf("createSession: from %v to %v, want the mock's clock", x.Start, x.End)
	}
	other := pass.Client("REF30", "")
	other.Do(http.MethodGet, "/api/v2/REF30/profiles/code/"+s.Code, "")
	if x = last(t, pass); x.Device != "tv" || x.MVPD != "Cablevision" || x.Client != other.ID || x.Code != s.Code {
		t.Errorf("profilesByCode: got device %q, MVPD %q, client %q, code %q", x.Device, x.MVPD, x.Client, x.Code)
	}
	browser(tv).Do(http.MethodGet, "/api/v2/authenticate/REF30/"+s.Code, "")
	if x = last(t, pass); x.Party != journal.Browser || x.Device != "tv" || x.Client != "" {
		t.Errorf("authenticate: got %s of device %q by %s, client %q", x.Operation, x.Device, x.Party, x.Client)
	}
	now.advance(time.Hour)
	other.Do(http.MethodGet, "/api/v2/REF30/profiles/code/"+s.Code, "")
	if x = last(t, pass); x.Response.Status != 400 || x.Device != "tv" {
		t.Errorf("expired code: got %d of device %q, want the device still known", x.Response.Status, x.Device)
	}
	now.advance(6 * time.Hour)
	tv.Do(http.MethodGet, "/api/v2/REF30/nowhere", "")
	if x = last(t, pass); x.Response.Status != 404 || x.Operation != "" || x.Device != "tv" || x.Client != tv.ID {
		t.Errorf("nowhere: got %d, operation %q, device %q, client %q", x.Response.Status, x.Operation, x.Device, x.Client)
	}
}

func TestJournal_NotesViolations(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	for name, call := range map[string]func(){
		"header/AP-Device-Identifier": func() {
			c.Device = ""
			c.Do(http.MethodGet, "/api/v2/REF30/profiles", "")
			c.Device = "tv"
		},
		"body/surprise": func() { c.Do(http.MethodPost, "/api/v2/REF30/sessions", "surprise=1") },
		"query/code":    func() { c.Do(http.MethodGet, "/api/v2/REF30/configuration?code=1", "") },
		"body//resources": func() {
			c.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/Cablevision", `{"resources":"one"}`)
		},
	} {
		call()
		found := false
		for _, v := range last(t, pass).Violations {
			found = found || v.In+"/"+v.Name == name
		}
		if !found {
			t.Errorf("want a violation at %s, got %+v", name, last(t, pass).Violations)
		}
	}
	c.Do(http.MethodGet, "/api/v2/REF30/profiles", "")
	if v := last(t, pass).Violations; len(v) != 0 {
		t.Errorf("a proper request got %+v", v)
	}
}

func TestJournal_BodiesAreBounded(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	long := strings.Repeat("x", 1<<20)
	for path, want := range map[string]string{
		"/api/v2/REF30/decisions/authorize/Cablevision": "invalid_parameter_resources",
		"/o/client/register":                            "invalid_request",
	} {
		a := c.Do(http.MethodPost, path, `{"resources":["`+long+`"],"software_statement":"`+long+`"}`)
		if a.Status != 400 || !strings.Contains(string(a.Body), want) {
			t.Errorf("%s: got %d %s, want %s", path, a.Status, a.Body, want)
		}
		if x := last(t, pass); len(x.Request.Body) != 1<<20 || !x.Request.Cut {
			t.Errorf("%s: %d bytes were recorded, cut %v", path, len(x.Request.Body), x.Request.Cut)
		}
	}
}

// TestDirect_ADelayEndsWithTheClient wants a call that nobody waits for any more
// to end, and to be recorded without an answer.
func TestDirect_ADelayEndsWithTheClient(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	if _, err := pass.Direct(stage.Direction{Do: stage.Do{Delay: "1h"}, Times: 1}); err != nil {
		t.Fatal(err)
	}
	c.HTTP.Timeout = 50 * time.Millisecond
	if _, err := c.Try(http.MethodGet, "/api/v2/REF30/profiles", ""); err == nil {
		t.Fatal("an answer came before the delay was over")
	}
	for _, e := range pass.Journal().Follow(t.Context(), 2) { // after register and token
		if x := e.(*journal.Exchange); x.Response.Status != 0 || len(x.Directed) != 1 || x.Fault != "" {
			t.Errorf("got %+v, want no answer, by direction", x)
		}
		break
	}
}

func TestServer_AFailureOfItsOwnIsItsFault(t *testing.T) {
	t.Parallel()
	broken := errors.New("no entropy")
	pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithRandom(&failing{after: 200, err: broken}))
	pass.FaultsExpected = true
	c := pass.Client("REF30", "tv")
	var a mockpasstest.Answer
	for range 20 {
		if a = c.Do(http.MethodPost, "/api/v2/REF30/sessions", ""); a.Status != 200 {
			break
		}
	}
	x := last(t, pass)
	if a.Status != 500 || x.Fault == "" || !strings.Contains(x.Fault, "no entropy") {
		t.Errorf("got %d with the fault %q, want 500 and what failed", a.Status, x.Fault)
	}
}

// failing yields zeros and then an error.
type failing struct {
	after int
	n     byte
	err   error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, f.err
	}
	for i := range p {
		f.n++
		p[i] = f.n
	}
	return len(p), nil
}
