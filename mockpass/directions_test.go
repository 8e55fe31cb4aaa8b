package mockpass_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

const (
	authorizePath = "/api/v2/REF30/decisions/authorize/Cablevision"
	oneResource   = `{"resources":["one"]}`
	sessionForm   = "mvpd=Cablevision&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com"
	logoutPath    = "/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com"
)

// directed is a mock, and a client of it that is signed in.
func directed(t *testing.T) (*mockpasstest.Running, *mockpasstest.Client) {
	t.Helper()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	signIn(t, pass, c, "Cablevision", "viewer")
	return pass, c
}

// once directs the next call of an operation.
func once(t *testing.T, pass *mockpasstest.Running, operation string, do stage.Do) string {
	t.Helper()
	id, err := pass.Direct(stage.Direction{Match: stage.Match{Operations: []string{operation}}, Do: do, Times: 1})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestDirect_Truncate(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	whole := c.Do(http.MethodGet, "/api/v2/REF30/configuration", "")
	id := once(t, pass, specs.Configuration, stage.Do{Truncate: true})
	a := c.Do(http.MethodGet, "/api/v2/REF30/configuration", "")
	if a.Status != 200 || json.Valid(a.Body) || !bytes.Equal(a.Body, whole.Body[:len(whole.Body)/2]) {
		t.Errorf("got %d %s, want half of %s", a.Status, a.Body, whole.Body)
	}
	if got := a.Header.Get("Content-Length"); got != strconv.Itoa(len(a.Body)) {
		t.Errorf("Content-Length %s for %d bytes", got, len(a.Body))
	}
	x := last(t, pass)
	if x.Response.Cut || !bytes.Equal(x.Response.Body, a.Body) || x.Fault != "" || len(x.Directed) != 1 || x.Directed[0] != id {
		t.Errorf("recorded %+v", x)
	}
}

func TestDirect_NotJSON(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	before := session(t, c, "Spectrum")
	once(t, pass, specs.CreateSession, stage.Do{NotJSON: true})
	a := c.Do(http.MethodPost, "/api/v2/REF30/sessions", sessionForm[len("mvpd=Cablevision&"):])
	if a.Status != 200 || a.Header.Get("Content-Type") != "text/html" || !strings.HasPrefix(string(a.Body), "<!DOCTYPE html>") {
		t.Errorf("got %d %s %s, want a page", a.Status, a.Header.Get("Content-Type"), a.Body)
	}
	x := last(t, pass)
	if x.Fault != "" || x.Code == "" || x.Code == before {
		t.Errorf("recorded %+v, want the session made all the same", x)
	}
	if a := c.Do(http.MethodGet, "/api/v2/REF30/sessions/"+x.Code, ""); a.Status != 200 {
		t.Errorf("the session is not there: %d %s", a.Status, a.Body)
	}
	once(t, pass, specs.Profiles, stage.Do{NotJSON: true, Error: "invalid_header_device_info"})
	if a := c.Do(http.MethodGet, "/api/v2/REF30/profiles", ""); a.Status != 400 || a.Header.Get("Content-Type") != "text/html" {
		t.Errorf("got %d %s, want a page with the status of the error", a.Status, a.Header.Get("Content-Type"))
	}
}

// TestDirect_ExtraFields wants unknown members in objects, and none in maps.
func TestDirect_ExtraFields(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	code := session(t, c, "Spectrum")
	if _, err := pass.Direct(stage.Direction{Do: stage.Do{ExtraFields: true}}); err != nil {
		t.Fatal(err)
	}
	for _, call := range []struct{ method, path, body string }{
		{http.MethodGet, "/api/v2/REF30/configuration", ""},
		{http.MethodGet, "/api/v2/REF30/sessions/" + code, ""},
		{http.MethodGet, "/api/v2/REF30/profiles", ""},
		{http.MethodPost, authorizePath, oneResource},
		{http.MethodGet, logoutPath, ""},
		{http.MethodPost, "/api/v2/REF30/sessions", sessionForm},
		{http.MethodGet, "/api/v2/REF30/profiles/nowhere", ""},
		{http.MethodPost, "/o/client/token", "grant_type=client_credentials&client_id=" + c.ID + "&client_secret=" + c.Secret},
		{http.MethodPost, "/o/client/token", "grant_type=password&client_id=" + c.ID + "&client_secret=" + c.Secret},
	} {
		a := c.Do(call.method, call.path, call.body)
		var body map[string]any
		if err := json.Unmarshal(a.Body, &body); err != nil {
			t.Fatalf("%s: %v: %s", call.path, err, a.Body)
		}
		wantStrangers(t, call.path, "", body)
	}
}

// wantStrangers wants unknown members at every level but in maps, in strangers
// themselves and in metadata.
func wantStrangers(t *testing.T, path, name string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		_, strange := v["mockpassText"]
		keyed := name == "profiles" || name == "logouts" || name == "attributes" || name == "existingParameters"
		if strange == keyed {
			t.Errorf("%s: %s has strangers: %v, want %v", path, name, strange, !keyed)
		}
		for member, inner := range v {
			if !strings.HasPrefix(member, "mockpass") && (member != "value" || v["state"] == nil) {
				wantStrangers(t, path, member, inner)
			}
		}
	case []any:
		for _, inner := range v {
			wantStrangers(t, path, name, inner)
		}
	}
}

func TestDirect_Timestamps(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	for _, step := range []struct {
		as, operation, method, path, body string
	}{
		{"number", specs.CreateSession, http.MethodPost, "/api/v2/REF30/sessions", sessionForm[len("mvpd=Cablevision&"):]},
		{"string", specs.Profiles, http.MethodGet, "/api/v2/REF30/profiles", ""},
		{"string", specs.Authorize, http.MethodPost, authorizePath, oneResource},
	} {
		once(t, pass, step.operation, stage.Do{Timestamps: step.as})
		a := c.Do(step.method, step.path, step.body)
		d := json.NewDecoder(bytes.NewReader(a.Body))
		d.UseNumber()
		var body any
		if err := d.Decode(&body); err != nil {
			t.Fatal(err)
		}
		if n := wantTimestamps(t, body, step.as); n < 2 {
			t.Errorf("%s: %d timestamps, want some", step.operation, n)
		}
	}
}

func wantTimestamps(t *testing.T, v any, as string) (n int) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if name != "notBefore" && name != "notAfter" {
				n += wantTimestamps(t, inner, as)
				continue
			}
			n++
			text, isText := inner.(string)
			number, _ := inner.(json.Number)
			if isText != (as == "string") || len(text+number.String()) != 13 {
				t.Errorf("%s is %#v, want a %s of 13 digits", name, inner, as)
			}
		}
	case []any:
		for _, inner := range v {
			n += wantTimestamps(t, inner, as)
		}
	}
	return n
}

func TestDirect_URLs(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	once(t, pass, specs.CreateSession, stage.Do{URLs: stage.Absolute})
	var s struct{ URL, Code string }
	c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Spectrum&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com").JSON(t, &s)
	if want := pass.URL + "/api/v2/authenticate/REF30/" + s.Code; s.URL != want {
		t.Errorf("got %s, want %s", s.URL, want)
	}
	once(t, pass, specs.Logout, stage.Do{URLs: stage.Relative})
	var out struct {
		Logouts map[string]struct{ URL string }
	}
	c.Do(http.MethodGet, logoutPath, "").JSON(t, &out)
	if got := out.Logouts["Cablevision"].URL; !strings.HasPrefix(got, "/adobe-services/logout?") {
		t.Errorf("got %s, want a path", got)
	}
}

func TestDirect_CutBefore(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	id := once(t, pass, specs.CreateSession, stage.Do{Cut: stage.Before})
	if a, err := c.Try(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Spectrum"); err == nil {
		t.Fatalf("got %d %s, want no answer", a.Status, a.Body)
	}
	if x := last(t, pass); x.Response.Status != 0 || x.Fault != "" || len(x.Directed) != 1 || x.Directed[0] != id || x.Code != "" {
		t.Errorf("recorded %+v, want no answer and no session", x)
	}
	if a := c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Spectrum"); a.Status != 200 {
		t.Errorf("the next call got %d %s", a.Status, a.Body)
	}
}

func TestDirect_CutBody(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]stage.Do{"at once": {Cut: stage.Body}, "slowly": {Cut: stage.Body, Bandwidth: 1 << 20}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pass, c := directed(t)
			whole := c.Do(http.MethodGet, "/api/v2/REF30/configuration", "")
			once(t, pass, specs.Configuration, do)
			a, err := c.Try(http.MethodGet, "/api/v2/REF30/configuration", "")
			if !errors.Is(err, io.ErrUnexpectedEOF) || a.Status != 200 || !bytes.Equal(a.Body, whole.Body[:len(whole.Body)/2]) {
				t.Errorf("got %d %s, %v; want half a body and its end", a.Status, a.Body, err)
			}
			if got, want := a.Header.Get("Content-Length"), strconv.Itoa(len(whole.Body)); got != want {
				t.Errorf("Content-Length %s, want %s", got, want)
			}
			x := last(t, pass)
			if !x.Response.Cut || !bytes.Equal(x.Response.Body, a.Body) || x.Fault != "" || len(x.Directed) != 1 {
				t.Errorf("recorded %+v", x)
			}
		})
	}
}

// TestDirect_CutBodyWithoutBody wants the connection cut where there is no body to cut.
func TestDirect_CutBodyWithoutBody(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	code := session(t, c, "Spectrum")
	once(t, pass, specs.Authenticate, stage.Do{Cut: stage.Body})
	a, err := c.Try(http.MethodGet, "/api/v2/authenticate/REF30/"+code, "")
	if !errors.Is(err, io.ErrUnexpectedEOF) || a.Status != http.StatusFound || len(a.Body) != 0 {
		t.Errorf("got %d %s, %v", a.Status, a.Body, err)
	}
}

// TestDirect_Bandwidth wants an answer that takes its time to come whole, and to be
// recorded by the time that the client has it.
func TestDirect_Bandwidth(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	whole := c.Do(http.MethodGet, "/api/v2/REF30/configuration", "")
	once(t, pass, specs.Configuration, stage.Do{Bandwidth: 100_000})
	a := c.Do(http.MethodGet, "/api/v2/REF30/configuration", "")
	if !bytes.Equal(a.Body, whole.Body) {
		t.Errorf("got %s, want %s", a.Body, whole.Body)
	}
	if x := last(t, pass); x.Response.Cut || !bytes.Equal(x.Response.Body, a.Body) || len(x.Directed) != 1 {
		t.Errorf("recorded %+v", x)
	}
}

// TestDirect_BandwidthEndsWithTheClient wants the record to tell how far an answer
// came when the client left.
func TestDirect_BandwidthEndsWithTheClient(t *testing.T) {
	t.Parallel()
	pass, c := directed(t)
	once(t, pass, specs.Configuration, stage.Do{Bandwidth: 1, Delay: "1ms"})
	c.HTTP.Timeout = 100 * time.Millisecond
	if a, err := c.Try(http.MethodGet, "/api/v2/REF30/configuration", ""); err == nil {
		t.Fatalf("the whole answer came at once: %s", a.Body)
	}
	wantCut(t, pass)
}

// wantCut waits for the answer that was cut.
func wantCut(t *testing.T, pass *mockpasstest.Running) {
	t.Helper()
	for _, e := range pass.Journal().Follow(t.Context(), 0) {
		x := e.(*journal.Exchange)
		if len(x.Directed) == 0 {
			continue
		}
		if !x.Response.Cut || x.Response.Status != 200 || len(x.Response.Body) > 100 || x.Fault != "" {
			t.Errorf("recorded %+v, want the beginning of an answer", x)
		}
		if length, _ := x.Response.Value("Content-Length"); length == strconv.Itoa(len(x.Response.Body)) {
			t.Errorf("Content-Length %s tells what was sent, want what was announced", length)
		}
		return
	}
}

// TestDirect_WaitsEndWithTheServer wants a server to shut down though a call was told
// to wait, or to be answered slowly, for hours.
func TestDirect_WaitsEndWithTheServer(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]stage.Do{"delay": {Delay: "10h"}, "bandwidth": {Bandwidth: 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pass, c := directed(t)
			arrived := make(chan struct{})
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			web := &http.Server{ConnContext: pass.ConnContext, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				close(arrived)
				pass.API().ServeHTTP(w, r)
			})}
			go func() { _ = web.Serve(listener) }()
			once(t, pass, specs.Profiles, do)
			ended := make(chan error)
			go func() {
				_, err := c.Try(http.MethodGet, "http://"+listener.Addr().String()+"/api/v2/REF30/profiles", "")
				ended <- err
			}()
			<-arrived
			if err := web.Shutdown(t.Context()); err != nil {
				t.Error(err)
			}
			if err := <-ended; err == nil {
				t.Error("the whole answer came")
			}
		})
	}
}
