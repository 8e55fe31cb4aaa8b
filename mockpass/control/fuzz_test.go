package control_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/state"
)

// FuzzHandler sends anything whatever. The control API may refuse it, but neither
// fail nor change anything when it refuses.
func FuzzHandler(f *testing.F) {
	m := newMemorized(f)
	h := control.NewHandler(m.pass)
	for _, seed := range []struct{ method, path, body string }{
		{"POST", "/directions", `{"match":{"operations":["authorize"]},"do":{"status":500},"times":1}`},
		{"POST", "/directions", `{"match":{"devices":["tv"]},"do":{"error":"nonsense"}}`},
		{"DELETE", "/directions/d1", ``},
		{"POST", "/acts", `{"verb":"play","start":"2026-05-25T20:00:00Z","end":"2026-05-25T20:00:01Z"}`},
		{"POST", "/acts", `{"verb":"","start":"2026-05-25T20:00:00Z"}`},
		{"GET", "/entries?since=x", ``},
		{"GET", "/entries/follow?device=tv&status=4xx", ``},
		{"GET", "/har?party=browser", ``},
		{"POST", "/logins/AB12CD/complete", `{"account":"bob"}`},
		{"POST", "/logins/AB12CD/decline", ``},
		{"GET", "/software-statements/REF30", ``},
		{"POST", "/time/advance", `{"by":"1s"}`},
		{"POST", "/time/advance", `{"by":"9223372036s"}`},
		{"POST", "/reset", `{"device":"tv"}`},
		{"POST", "/reset", `{"device":"tv","journal":true}`},
		{"GET", "/integrations?serviceProvider=REF30&limit=3", ``},
		{"POST", "/integrations/REF30/id%20with%20space/disable", ``},
		{"POST", "/mvpds/Cablevision/enable", ``},
		{"POST", "/applications/ref30-legacy/revoke", ``},
		{"POST", "/clients", `{"application":"REF30","id":"a\u0000b"}`},
		{"POST", "/clients/tv-client/revoke", ``},
		{"POST", "/tokens", `{"client":"tv-client","lifetime":"1m"}`},
		{"GET", "/tokens?secrets=true", ``},
		{"POST", "/sessions", `{"client":"tv-client","serviceProvider":"REF30","device":"tv","code":"QWERTZ"}`},
		{"POST", "/sessions/AB12CD/expire", ``},
		{"POST", "/profiles", `{"client":"tv-client","serviceProvider":"REF30","device":"tv","mvpd":"Spectrum","type":"degraded"}`},
		{"POST", "/profiles", `{"client":"tv-client","serviceProvider":"REF30","device":"tv","mvpd":"Spectrum","lifetime":"-1s"}`},
		{"POST", "/profiles/x/expire", ``},
		{"POST", "/decisions", `{"client":"tv-client","serviceProvider":"REF30","device":"tv","mvpd":"Cablevision","resource":"TNT"}`},
		{"GET", "/decisions?device=tv", ``},
		{"POST", "/degradations", `{"rule":"AuthZAll","serviceProvider":"REF30","mvpds":["Cablevision"],"ttl":"1m"}`},
		{"DELETE", "/degradations/r1", ``},
		{"GET", "/trials?mvpd=TempPass_TEST40", ``},
		{"GET", "/identities?serviceProvider=REF30", ``},
		{"POST", "/service-tokens", `{"subject":"ann","lifetime":"1h","ago":"2h"}`},
		{"POST", "/framework/status", `{"access":"granted","mvpd":"Cablevision","until":"2026-05-25T20:00:00Z"}`},
		{"POST", "/framework/answer", `{"mvpd":"Cablevision","request":"PHg+"}`},
		{"PATCH", "/../health", `[]`},
	} {
		f.Add(seed.method, seed.path, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		u, err := url.Parse("http://127.0.0.1:8081/control/v1" + path)
		if err != nil || strings.ContainsAny(method, " \t\r\n") || method == "" {
			return // no server would ever see it
		}
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8081/", strings.NewReader(body))
		r.Method, r.URL = method, u
		r.Header.Set("Content-Type", "application/json")
		if strings.Contains(u.Path, "follow") {
			gone, cancel := context.WithCancel(r.Context())
			cancel()
			r = r.WithContext(gone)
		}
		m.settle(t)
		before := m.dump(t)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		switch {
		case w.Code >= 500:
			t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
		case w.Code >= 400 && m.dump(t) != before:
			t.Errorf("%s %s was refused with %d and has changed something:\n%s\n%s", method, path, w.Code, before, m.dump(t))
		}
	})
}

// memorized is a mock whose whole memory can be seen.
type memorized struct {
	pass  *mockpass.Server
	store *state.Memory
}

func newMemorized(t testing.TB) *memorized {
	t.Helper()
	m := &memorized{}
	m.store = state.NewMemory(func() time.Time { return m.pass.Now() }, 1000)
	var err error
	if m.pass, err = mockpass.New(mockpass.Config{Limits: mockpass.Limits{Directions: 50, Entries: 100}}, mockpass.WithStore(m.store), mockpass.WithClock(stopped{})); err != nil {
		t.Fatal(err)
	}
	return m
}

// stopped is a clock that stands: nothing ends by itself between two dumps.
type stopped struct{}

func (stopped) Now() time.Time { return time.Date(2026, time.May, 25, 12, 0, 0, 0, time.UTC) }

// settle makes the mock small and known again when it has grown, and sees to it that
// there is something to act upon.
func (m *memorized) settle(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	if m.store.Clients().(*state.MemoryTable[state.Client]).Len() > 100 || len(m.pass.Directions()) > 40 || len(m.pass.Degradations()) > 40 {
		if _, err := m.pass.Reset(ctx, inventory.Reset{Journal: true}); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = m.pass.SeedClient(ctx, inventory.ClientSeed{Application: "REF30", ID: "tv-client", Secret: "hush"}) // it may be there already
	_, _ = m.pass.SeedSession(ctx, inventory.SessionSeed{
		Client: "tv-client", ServiceProvider: "REF30", Device: "tv", Code: "AB12CD", MVPD: "Cablevision", DomainName: "example.com", RedirectURL: "https://example.com",
	})
}

// dump is all that the mock remembers, but for the time.
func (m *memorized) dump(t testing.TB) string {
	t.Helper()
	ctx := context.Background()
	all := map[string]any{
		"clients": rows(m.store.Clients().All(ctx)), "tokens": rows(m.store.Tokens().All(ctx)), "sessions": rows(m.store.Sessions().All(ctx)),
		"devices": rows(m.store.Devices().All(ctx)), "decisions": rows(m.store.Decisions().All(ctx)),
		"identities": rows(m.store.Identities().All(ctx)), "trials": rows(m.store.Trials().All(ctx)), "requests": rows(m.store.PartnerRequests().All(ctx)),
		"degradations": m.pass.Degradations(),
		"directions":   m.pass.Directions(), "ahead": m.pass.Ahead().String(), "entries": m.pass.Journal().Len(), "dropped": m.pass.Journal().Dropped(),
	}
	in, err := m.pass.Integrations(ctx, inventory.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	apps, err := m.pass.Applications(ctx, inventory.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	all["integrations"], all["applications"] = in, apps
	var last journal.Entry
	for _, e := range m.pass.Journal().Since(0) {
		last = e
	}
	all["last"] = fmt.Sprintf("%+v", last)
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func rows[T any](all iter.Seq2[string, T]) map[string]string {
	out := map[string]string{}
	for key, row := range all {
		out[fmt.Sprintf("%q", key)] = fmt.Sprintf("%+v", row)
	}
	return out
}
