package mockpass_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/specs"
)

// A hunt is a mock with something in each table, to which anything is sent.
type hunt struct {
	pass    *mockpasstest.Running
	spy     *spy
	restore func()
	fill    *strings.Replacer
	token   string
	read    uint64
	changed []string // by the last call
}

func newHunt(f mockpasstest.TB) *hunt {
	f.Helper()
	clock := newClock()
	h := &hunt{spy: newSpy(clock.Now)}
	h.pass = mockpasstest.Start(f, mockpass.Config{
		Switches: mockpass.Switches{StrictDeviceInfo: true},
		Limits:   mockpass.Limits{Entries: 1000},
	}, mockpass.WithClock(clock), mockpass.WithStore(h.spy))
	c := h.pass.Client("REF30", "tv")
	token, err := h.pass.ServiceToken("ann", time.Hour)
	if err != nil {
		f.Fatalf("%v", err)
	}
	c.Header.Set("AD-Service-Token", token)
	signIn(f, h.pass, c, "Spectrum", "viewer")
	for _, path := range []string{"/api/v2/REF30/decisions/authorize/Spectrum", "/api/v2/REF30/decisions/authorize/TempPass_TEST40"} {
		c.Do(http.MethodPost, path, `{"resources":["one"]}`)
	}
	ready := session(f, c, "Cablevision")
	c.Device = "another"
	var open struct{ Code string }
	c.Do(http.MethodPost, "/api/v2/REF30/sessions", "").JSON(f, &open)
	h.token = c.Token
	h.fill = strings.NewReplacer("{open}", open.Code, "{ready}", ready, "{identity}", token, "{client}", c.ID, "{secret}", c.Secret, "{statement}", h.pass.Statement("REF30"))
	h.restore = h.spy.settle()
	return h
}

// prey is what is sent.
type prey struct {
	method, path, query, body string
	device, info, status      string // headers of the device
	identities, other         string // headers, one a line
	bearer                    bool
}

// request is the one that prey describes, or nil when it is not even HTTP.
func (h *hunt) request(p prey) *http.Request {
	target := "http://mock" + h.fill.Replace(p.path)
	if p.query != "" {
		target += "?" + h.fill.Replace(p.query)
	}
	r, err := http.NewRequest(p.method, target, strings.NewReader(h.fill.Replace(p.body)))
	if err != nil || r.Host != "mock" {
		return nil
	}
	r.Header = http.Header{"Ap-Device-Identifier": {p.device}, "X-Device-Info": {p.info}, "Ap-Partner-Framework-Status": {p.status}}
	if p.bearer {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	for line := range strings.Lines(h.fill.Replace(p.identities + "\n" + p.other)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			r.Header.Add(name, strings.TrimSpace(value))
		}
	}
	return r
}

// send holds the mock to its word: it does not fail, its answers are as documented,
// and what it refuses leaves no trace.
func (h *hunt) send(t *testing.T, p prey) int {
	t.Helper()
	r := h.request(p)
	if r == nil {
		return 0
	}
	h.restore()
	w := httptest.NewRecorder()
	h.pass.API().ServeHTTP(w, r)
	h.changed = h.spy.changes()
	for n, e := range h.pass.Journal().Since(h.read) {
		h.read = n
		x, ok := e.(*journal.Exchange)
		if ok && (x.Fault != "" || x.Response.Status >= 500) {
			t.Errorf("%s %s: %d, fault %q", x.Request.Method, x.Request.Target, x.Response.Status, x.Fault)
		}
	}
	if w.Code >= 400 && len(h.changed) > 0 {
		t.Errorf("%s %s: refused with %d %s, and changed %v", r.Method, r.URL, w.Code, w.Body, h.changed)
	}
	return w.Code
}

const (
	goodDevice = "fingerprint dHY="
	goodInfo   = "eyJwcmltYXJ5SGFyZHdhcmVUeXBlIjoiU2V0VG9wQm94IiwibW9kZWwiOiJUViIsInZlcnNpb24iOiIxIiwib3NOYW1lIjoidHZPUyIsIm9zVmVyc2lvbiI6IjE4IiwiY29ubmVjdGlvblR5cGUiOiJMQU4ifQ=="
	granted    = "eyJmcmFtZXdvcmtQZXJtaXNzaW9uSW5mbyI6eyJhY2Nlc3NTdGF0dXMiOiJncmFudGVkIn0sImZyYW1ld29ya1Byb3ZpZGVySW5mbyI6eyJpZCI6ImNhYmxldmlzaW9uIiwiZXhwaXJhdGlvbkRhdGUiOiIyMDI1NDMwNjM2MDAwIn19"
)

// preys are a good call of each operation and page, and some that nearly are.
func preys() []prey {
	const form = "domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com%2F"
	back := url.Values{"redirectUrl": {"https://example.com/"}}.Encode()
	identities := "AD-Service-Token: {identity}\nAdobe-Subject-Token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln\nX-Roku-Reserved-Roku-Connect-Token: a.b.c.d.e"
	out := []prey{
		{method: "POST", path: "/o/client/register", body: `{"software_statement":"{statement}","redirect_uri":"app://a"}`},
		{method: "POST", path: "/o/client/token", body: "grant_type=client_credentials&client_id={client}&client_secret={secret}"},
		{method: "GET", path: "/api/v2/authenticate/REF30/{ready}"},
		{method: "GET", path: "/adobe-services/authenticate/saml", query: "code={ready}"},
		{method: "GET", path: "/mvpd/Cablevision/login", query: "code={ready}"},
		{method: "POST", path: "/mvpd/Cablevision/login", body: "code={ready}&account=ann"},
		{method: "POST", path: "/mvpd/Cablevision/login", body: "code={ready}&decline=1"},
		{method: "GET", path: "/adobe-services/logout", query: "requestor_id=REF30&mso_id=Cablevision&redirect_url=https%3A%2F%2Fexample.com"},
		{method: "DELETE", path: "/api/v2/REF30/configuration"},
		{method: "GET", path: "/nowhere"},
	}
	for _, p := range []prey{
		{method: "GET", path: "/api/v2/REF30/configuration"},
		{method: "POST", path: "/api/v2/REF30/sessions", body: "mvpd=Cablevision&" + form},
		{method: "POST", path: "/api/v2/REF30/sessions", body: "mvpd=Spectrum&" + form},
		{method: "POST", path: "/api/v2/REF30/sessions/{open}", body: "mvpd=Cablevision&" + form},
		{method: "GET", path: "/api/v2/REF30/sessions/{open}"},
		{method: "GET", path: "/api/v2/REF30/profiles"},
		{method: "GET", path: "/api/v2/REF30/profiles/Spectrum"},
		{method: "GET", path: "/api/v2/REF30/profiles/flexibleTempPass"},
		{method: "GET", path: "/api/v2/REF30/profiles/code/{ready}"},
		{method: "POST", path: "/api/v2/REF30/decisions/preauthorize/Spectrum", body: `{"resources":["one","denied"]}`},
		{method: "POST", path: "/api/v2/REF30/decisions/authorize/Spectrum", body: `{"resources":["one"]}`},
		{method: "POST", path: "/api/v2/REF30/decisions/authorize/flexibleTempPass", body: `{"resources":["one"]}`},
		{method: "GET", path: "/api/v2/REF30/logout/Spectrum", query: back},
		{method: "DELETE", path: "/reset-tempass/v3/reset", query: "requestor_id=REF30&mvpd_id=TempPass_TEST40&device_id=tv"},
		{method: "DELETE", path: "/reset-tempass/v3/reset/generic", query: "requestor_id=REF30&mvpd_id=flexibleTempPass&key=all"},
		{method: "POST", path: "/api/v2/REF30/sessions/sso/Apple", body: form},
		{method: "POST", path: "/api/v2/REF30/profiles/sso/Apple", body: "SAMLResponse=PHg%2B"},
	} {
		p.device, p.info, p.bearer = goodDevice, goodInfo, true
		bare := p
		bare.info = "" // refused where it is looked at
		p.status, p.identities = granted, identities
		p.other = "AP-TempPass-Identity: eyJlbWFpbCI6ImFubiJ9\nX-Forwarded-For: 192.0.2.7\nContent-Type: application/json"
		out = append(out, p, bare)
	}
	return out
}

// FuzzRequest sends anything whatever to every operation. The mock may refuse it,
// with an answer that its own documents know and without a change of what it
// remembers; it may not fail.
func FuzzRequest(f *testing.F) {
	h := newHunt(f)
	for _, p := range preys() {
		f.Add(p.method, p.path, p.query, p.body, p.device, p.info, p.status, p.identities, p.other, p.bearer)
	}
	f.Fuzz(func(t *testing.T, method, path, query, body, device, info, status, identities, other string, bearer bool) {
		h.send(t, prey{method, path, query, body, device, info, status, identities, other, bearer})
	})
}

// TestFuzzRequest_BeginsWithWhatIsAccepted wants the seeds to get through to every
// operation, and the ones without device information to be refused.
func TestFuzzRequest_BeginsWithWhatIsAccepted(t *testing.T) {
	t.Parallel()
	h := newHunt(t)
	accepted, refused, changing := map[string]bool{}, 0, false
	for _, p := range preys() {
		status := h.send(t, p)
		if status >= 400 {
			refused++
			continue
		}
		changing = changing || len(h.changed) > 0
		for _, e := range h.pass.Journal().Since(h.read - 1) {
			if x, ok := e.(*journal.Exchange); ok {
				accepted[x.Operation] = true
			}
		}
	}
	for _, operation := range specs.Operations {
		if !accepted[operation] && operation != specs.PartnerProfile { // nobody can write its SAML beforehand
			t.Errorf("no seed of %s is accepted", operation)
		}
	}
	if refused < 10 || !changing {
		t.Errorf("%d seeds are refused, others change something: %v", refused, changing)
	}
}
