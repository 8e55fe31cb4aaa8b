package reference

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// adobe is a small Adobe Pass: answers by path, and a list of what was asked.
type adobe struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []string
	answers map[string][]string // "METHOD /path" -> answers in order, the last for good; "403 {…}" has a status
	life    int
}

func fake(t *testing.T, answers map[string][]string) *adobe {
	t.Helper()
	a := &adobe{answers: answers, life: 3600}
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Close)
	return a
}

func (a *adobe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	a.mu.Lock()
	defer a.mu.Unlock()
	key := r.Method + " " + strings.TrimPrefix(r.URL.EscapedPath(), "/api/v2/REF30")
	a.asked = append(a.asked, key+" "+string(body))
	n := len(a.asked)
	switch key {
	case "POST /o/client/register":
		_, _ = fmt.Fprintf(w, `{"client_id":"c%d","client_secret":"s"}`, n)
		return
	case "POST /o/client/token":
		_, _ = fmt.Fprintf(w, `{"access_token":"t%d","created_at":"%d","expires_in":%d}`, n, time.Now().UnixMilli(), a.life)
		return
	}
	list := a.answers[key]
	if len(list) == 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	answer := list[0]
	if len(list) > 1 {
		a.answers[key] = list[1:]
	}
	status := 200
	if !strings.HasPrefix(answer, "{") && !strings.HasPrefix(answer, "<") {
		_, _ = fmt.Sscan(answer, &status)
		_, answer, _ = strings.Cut(answer, " ")
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(answer))
}

// count is how often something was asked.
func (a *adobe) count(prefix string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, q := range a.asked {
		if strings.HasPrefix(q, prefix) {
			n++
		}
	}
	return n
}

// service runs against a; pauses are short, since here nobody is to be spared.
func service(t *testing.T, a *adobe, state string, change func(*Policy)) *Service {
	t.Helper()
	p := Correct()
	p.PollInterval, p.RetryPause, p.Cooldown = 5*time.Millisecond, time.Millisecond, time.Millisecond
	if change != nil {
		change(&p)
	}
	s, err := New(Config{AdobePassURL: a.URL, SoftwareStatement: "s", ServiceProvider: "REF30", Domain: "example.com", State: state, Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(t *testing.T, s *Service, line, body string) map[string]any {
	t.Helper()
	method, path, _ := strings.Cut(line, " ")
	r := httptest.NewRequest(method, path, bytes.NewReader([]byte(body)))
	r.Header.Set("Device-Id", "tv-1")
	r.Header.Set("X-Forwarded-For", "192.0.2.7")
	r.Header.Set("Device-Info", base64.StdEncoding.EncodeToString([]byte(`{"model":"TV","osName":"tvOS"}`)))
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s: %d %s", line, w.Code, w.Body)
	}
	return out
}

const (
	none     = `{"profiles":{}}`
	sessions = `{"actionName":"authenticate","url":"/api/v2/authenticate/REF30/A","code":"A","mvpd":"M","notAfter":"9999999999999"}`
	permit   = `{"decisions":[{"resource":"r","authorized":true,"token":{"serializedToken":"media"}}]}`
	deny     = `{"decisions":[{"resource":"r","authorized":false,"error":{"code":"authorization_denied_by_mvpd","action":"none","message":"m","details":"d"}}]}`
	again    = `{"decisions":[{"resource":"r","authorized":false,"error":{"code":"network_connection_timeout","action":"retry"}}]}`
)

func profileFor(d time.Duration) string {
	return fmt.Sprintf(`{"profiles":{"M":{"notAfter":%d,"attributes":{"userID":{"value":"u","state":"plain"},"zip":{"value":"x","state":"enc"}}}}}`, time.Now().Add(d).UnixMilli())
}

// withProfile is a service whose device has a profile.
func withProfile(t *testing.T, answers map[string][]string, change func(*Policy)) (*adobe, *Service) {
	t.Helper()
	answers["GET /profiles"] = []string{profileFor(time.Hour)}
	a := fake(t, answers)
	s := service(t, a, filepath.Join(t.TempDir(), "db"), change)
	t.Cleanup(func() { _ = s.Close() })
	if ask(t, s, "GET /v1/status", "")["signedIn"] != true {
		t.Fatal("not signed in")
	}
	return a, s
}

func TestLogin_PollsUntilTheProfileAndSurvivesARestart(t *testing.T) {
	t.Parallel()
	a := fake(t, map[string][]string{
		"GET /profiles": {none}, "POST /sessions": {sessions}, "GET /profiles/code/A": {none, "429 <html>", none, profileFor(time.Hour)},
	})
	state := filepath.Join(t.TempDir(), "db")
	s := service(t, a, state, nil)
	out := ask(t, s, "POST /v1/login", `{"screen":"secondary","provider":"M","returnTo":"https://a.example/x?y=1&z=a%20b"}`)
	if out["code"] != "A" || out["url"] != a.URL+"/api/v2/authenticate/REF30/A" {
		t.Errorf("login answered %v", out)
	}
	s.all.Wait() // the loop ends by itself
	if out := ask(t, s, "GET /v1/status", ""); out["signedIn"] != true || out["mvpd"] != "M" {
		t.Errorf("status %v", out)
	}
	if n := a.count("GET /profiles/code/A"); n != 4 {
		t.Errorf("%d polls, want 4", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = service(t, a, state, nil)
	defer func() { _ = s.Close() }()
	if ask(t, s, "GET /v1/status", "")["signedIn"] != true || a.count("POST /o/client/register") != 1 || a.count("POST /o/client/token") != 1 {
		t.Errorf("after a restart: %v", a.asked)
	}
	if m := ask(t, s, "GET /v1/metadata", "")["attributes"].(map[string]any); m["userID"] != "u" || m["zip"] != nil {
		t.Errorf("metadata %v: what is encrypted stays away", m)
	}
}

func TestPlay(t *testing.T) {
	t.Parallel()
	const authorize = "POST /decisions/authorize/M"
	for name, c := range map[string]struct {
		answers []string
		allowed bool
		calls   int
		reason  string
	}{
		"permit":                {[]string{permit}, true, 1, ""},
		"deny":                  {[]string{deny}, false, 1, "authorization_denied_by_mvpd"},
		"retry, then permit":    {[]string{again, permit}, true, 2, ""},
		"retry for ever":        {[]string{again}, false, 3, "network_connection_timeout"},
		"throttled once":        {[]string{"429 <html>", permit}, true, 2, ""},
		"500 without a code":    {[]string{"500 oops"}, false, 3, "unavailable"},
		"refused for good":      {[]string{`400 {"status":400,"code":"invalid_integration","action":"none"}`}, false, 1, "invalid_integration"},
		"another resource only": {[]string{`{"decisions":[{"resource":"x","authorized":true}]}`}, false, 1, "no_decision"},
		"not JSON":              {[]string{"<html>"}, false, 1, "unreadable_answer"},
		"token refused once":    {[]string{`401 {"status":401,"code":"invalid_access_token_client_application","action":"application-registration"}`, permit}, true, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, s := withProfile(t, map[string][]string{authorize: c.answers}, nil)
			out := ask(t, s, "POST /v1/play", `{"resource":"r"}`)
			reason := ""
			if m, ok := out["reason"].(map[string]any); ok {
				reason = m["code"].(string)
			}
			if out["allowed"] != c.allowed || reason != c.reason {
				t.Errorf("answered %v, want allowed=%v with %q", out, c.allowed, c.reason)
			}
			if n := a.count(authorize); n != c.calls {
				t.Errorf("%d calls, want %d", n, c.calls)
			}
			if c.allowed && out["token"] != "media" {
				t.Errorf("no media token: %v", out)
			}
		})
	}
}

func TestPlay_ProfileIsGone(t *testing.T) {
	t.Parallel()
	a, s := withProfile(t, map[string][]string{
		"POST /decisions/authorize/M": {`403 {"status":403,"code":"authenticated_profile_invalidated","action":"authentication"}`}, "GET /profiles/M": {none},
	}, nil)
	if out := ask(t, s, "POST /v1/play", `{"resource":"r"}`); out["next"] != "login" {
		t.Errorf("answered %v, want a login next", out)
	}
	if ask(t, s, "GET /v1/status", "")["signedIn"] != false || a.count("GET /logout") != 0 {
		t.Error("the profile is still there, or the user was signed out")
	}
}

func TestPreauthorize_BatchesAndKeepsPermits(t *testing.T) {
	t.Parallel()
	items := func(names ...string) string {
		var list []string
		for _, n := range names {
			list = append(list, fmt.Sprintf(`{"resource":%q,"authorized":%v}`, n, n != "f"))
		}
		return `{"decisions":[` + strings.Join(list, ",") + `]}`
	}
	const pre = "POST /decisions/preauthorize/M"
	a, s := withProfile(t, map[string][]string{pre: {items("a", "b", "c", "d", "e"), items("f", "g"), items("f")}}, nil)
	ask(t, s, "POST /v1/preauthorize", `{"resources":["a","b","c","d","e","f","g","a"]}`)
	out := ask(t, s, "POST /v1/preauthorize", `{"resources":["a","f","g"]}`)
	if n := a.count(pre); n != 3 {
		t.Errorf("%d calls, want two batches and one for what was denied", n)
	}
	if last := a.asked[len(a.asked)-1]; !strings.Contains(last, `["f"]`) {
		t.Errorf("asked again for %s", last)
	}
	if list := out["decisions"].([]any); list[0].(map[string]any)["allowed"] != true || list[1].(map[string]any)["allowed"] != false {
		t.Errorf("answered %v", list)
	}
}

func TestLogout_HandsOutTheURLAndForgets(t *testing.T) {
	t.Parallel()
	a, s := withProfile(t, map[string][]string{"GET /logout/M": {`{"logouts":{"M":{"actionName":"logout","actionType":"interactive","url":"/adobe-services/logout?x=1"}}}`}}, nil)
	out := ask(t, s, "POST /v1/logout", `{"returnTo":"https://a.example/?q=1"}`)
	if out["url"] != a.URL+"/adobe-services/logout?x=1" || ask(t, s, "GET /v1/status", "")["signedIn"] != false {
		t.Errorf("answered %v", out)
	}
	if a.count("POST /o/client/register") != 1 {
		t.Error("a logout must keep the credentials")
	}
}

func TestNewCode_EndsTheOldLoop(t *testing.T) {
	t.Parallel()
	a := fake(t, map[string][]string{
		"GET /profiles": {none}, "POST /sessions": {sessions, strings.ReplaceAll(sessions, `"A"`, `"B"`)}, "GET /profiles/code/A": {none}, "GET /profiles/code/B": {profileFor(time.Hour)},
	})
	s := service(t, a, filepath.Join(t.TempDir(), "db"), nil)
	defer func() { _ = s.Close() }()
	ask(t, s, "POST /v1/login", `{"screen":"secondary","provider":"M"}`)
	ask(t, s, "POST /v1/login", `{"screen":"secondary","provider":"M"}`)
	s.all.Wait() // both loops end: one is superseded, one has its profile
}

func TestToken_IsReplacedBeforeItsEnd(t *testing.T) {
	t.Parallel()
	a := fake(t, map[string][]string{"GET /profiles": {none}})
	s := service(t, a, filepath.Join(t.TempDir(), "db"), nil)
	defer func() { _ = s.Close() }()
	now := time.Now()
	s.now = func() time.Time { return now }
	d, err := s.device(facts{ID: "tv"})
	if err != nil {
		t.Fatal(err)
	}
	for after, want := range []int{1, 1, 2} { // at 0, 54 and 56 minutes of an hour, less five
		now = time.Now().Add([]time.Duration{0, 54 * time.Minute, 56 * time.Minute}[after])
		if _, err := s.token(context.Background(), d); err != nil {
			t.Fatal(err)
		}
		if n := a.count("POST /o/client/token"); n != want {
			t.Errorf("step %d: %d tokens, want %d", after, n, want)
		}
	}
}

func TestNew_SaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "the service needs") {
		t.Errorf("got %v", err)
	}
}
