package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/mockpass/journal"
)

var mapping = config.App{
	Headers: map[string]string{"Device-Id": "{{.Device.ID}}", "X-Forwarded-For": "{{.Device.IP}}"},
	Timeout: 5 * time.Second,
	Verbs: map[string]config.Verb{
		journal.Login: {Request: "POST /login", JSON: map[string]any{"provider": "{{.MVPD}}", "to": "{{.RedirectURL}}"},
			Returns: map[string]config.Return{"code": {Path: "$.code"}, "url": {Path: "$.url"}, "signedIn": {Path: "$.state", Equals: "in"}}},
		journal.Preauthorize: {Request: "POST /preauthorize", JSON: map[string]any{"resources": "{{.Resources}}"},
			Returns: map[string]config.Return{"permitted": {Path: "$.items[?(@.ok == true)].id"}}},
		journal.Play: {Request: "GET /play/{{.Resource}}", Query: map[string]string{"d": "{{.Device.Name}}"},
			Returns: map[string]config.Return{"allowed": {Path: "$.allowed"}}},
		journal.Logout: {Request: "POST /logout", Form: map[string]string{"to": "{{.RedirectURL}}"}},
	},
}

func TestMapped(t *testing.T) {
	t.Parallel()
	tv := Device{Name: "tv", ID: "d-1", Address: "192.0.2.7", Port: 40000}
	for name, c := range map[string]struct {
		verb   string
		args   map[string]any
		status int
		answer string

		request string // what the subject must see: line, then body
		want    string // the Answer as JSON
		err     string
	}{
		"login without a provider": {journal.Login, map[string]any{"redirectUrl": "https://a/b?c=d"}, 200, `{"code":"A","url":"u","state":"out"}`,
			`POST /login {"to":"https://a/b?c=d"}`, `{"code":"A","httpStatus":200,"signedIn":false,"url":"u"}`, ""},
		"list of resources": {journal.Preauthorize, map[string]any{"resources": []string{"r1", "r2"}}, 200, `{"items":[{"id":"r1","ok":true},{"id":"r2","ok":false}]}`,
			`POST /preauthorize {"resources":["r1","r2"]}`, `{"httpStatus":200,"permitted":["r1"],"texts":["r1","r2"]}`, ""},
		"nothing permitted is an answer": {journal.Preauthorize, map[string]any{"resources": []string{"r1"}}, 200, `{"items":[]}`,
			`POST /preauthorize {"resources":["r1"]}`, `{"httpStatus":200,"permitted":[],"texts":[]}`, ""},
		"a 403 is a no":       {journal.Play, map[string]any{"resource": "r"}, 403, `denied`, `GET /play/r?d=tv `, `{"httpStatus":403,"texts":["denied"]}`, ""},
		"a 500 is no answer":  {journal.Play, map[string]any{"resource": "r"}, 500, `oops`, `GET /play/r?d=tv `, "", "answered 500: oops"},
		"garbage":             {journal.Play, map[string]any{"resource": "r"}, 200, `<html>`, `GET /play/r?d=tv `, "", "not JSON"},
		"nothing of promised": {journal.Play, map[string]any{"resource": "r"}, 200, `{"x":1}`, `GET /play/r?d=tv `, "", "has nothing of what app.verbs.play.returns promises"},
		"wrong type":          {journal.Play, map[string]any{"resource": "r"}, 200, `{"allowed":"yes"}`, `GET /play/r?d=tv `, "", "not true or false"},
		"what it says, tokens aside": {journal.Play, map[string]any{"resource": "r"}, 200, `{"why":[{"b":"no","a":"" }],"token":"` + strings.Repeat("x", 301) + `","allowed":false}`,
			`GET /play/r?d=tv `, `{"allowed":false,"httpStatus":200,"texts":["no"]}`, ""},
		"a form":       {journal.Logout, map[string]any{"redirectUrl": "https://a/b"}, 200, ``, `POST /logout to=https%3A%2F%2Fa%2Fb`, `{"httpStatus":200,"texts":[]}`, ""},
		"unknown verb": {"dance", nil, 200, ``, ``, "", `no verb "dance"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen string
			service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				seen = r.Method + " " + r.URL.RequestURI() + " " + string(body)
				if r.Header.Get("Device-Id") != "d-1" || r.Header.Get("X-Forwarded-For") != "192.0.2.7" || r.Header.Get("X-Request-Id") != "call-1" {
					t.Errorf("headers are missing: %v", r.Header)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.answer)
			}))
			defer service.Close()
			answer, err := NewMapped(mapping).Do(context.Background(), Call{Verb: c.verb, ID: "call-1", Base: service.URL, Device: tv, Args: c.args})
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("error %v, want %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, _ := json.Marshal(answer)
			if string(got) != c.want {
				t.Errorf("answer %s, want %s", got, c.want)
			}
			if seen != c.request {
				t.Errorf("the subject saw %q, want %q", seen, c.request)
			}
		})
	}
}
