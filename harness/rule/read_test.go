package rule_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

func answered(status int, body string) *journal.Exchange {
	return &journal.Exchange{Response: journal.Message{Status: status, Body: []byte(body)}}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	if r := rule.Refused(answered(403, `{"status":403,"code":"invalid_access_token_client","action":"retry"}`)); r.Code != "invalid_access_token_client" || r.Action != "retry" || r.Status != 403 {
		t.Errorf("an enhanced error: %+v", r)
	}
	for name, x := range map[string]*journal.Exchange{"a page": answered(502, "<html>"), "a yes": answered(200, `{"code":"x"}`), "nothing": answered(0, "")} {
		if r := rule.Refused(x); r.Code != "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	x := answered(200, `{"decisions":[{"resource":"a","authorized":true,"token":{"serializedToken":"t"}},{"resource":"b","error":{"code":"denied"}}]}`)
	if d := rule.DecisionOn(x, "a"); d == nil || !d.Authorized || d.Token.Serialized != "t" {
		t.Errorf("on a: %+v", d)
	}
	if d := rule.DecisionOn(x, "b"); d == nil || d.Authorized || d.Error.Code != "denied" {
		t.Errorf("on b: %+v", d)
	}
	if d := rule.DecisionOn(x, "c"); d != nil {
		t.Errorf("on c: %+v", d)
	}
	if n := len(rule.Decisions(answered(403, string(x.Response.Body)))); n != 0 {
		t.Errorf("a refusal has %d decisions", n)
	}
	x.Request.Body = []byte(`{"resources":["a","b"]}`)
	if r := rule.Resources(x); !slices.Equal(r, []string{"a", "b"}) {
		t.Errorf("asked for %v", r)
	}
}

func TestHasProfile(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{`{"profiles":{"Cablevision":{}}}`: true, `{"profiles":{}}`: false, `{}`: false, `{"profiles":[1]}`: false, ``: false} {
		if got := rule.HasProfile(answered(200, body)); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
	if rule.HasProfile(answered(500, `{"profiles":{"Cablevision":{}}}`)) {
		t.Error("a failure has a profile")
	}
}

func TestSessionOf_TimestampsAreNumbersOrTexts(t *testing.T) {
	t.Parallel()
	for _, stamp := range []string{`1779739200000`, `"1779739200000"`} {
		s, ok := rule.SessionOf(answered(201, `{"actionName":"authenticate","code":"A","url":"/u","notAfter":`+stamp+`}`))
		if !ok || s.Action != "authenticate" || s.Code != "A" || s.URL != "/u" || s.NotAfter.UnixMilli() != 1779739200000 {
			t.Errorf("%s: %+v", stamp, s)
		}
	}
	if s, ok := rule.SessionOf(answered(200, `{"actionName":"authorize"}`)); !ok || !s.NotAfter.IsZero() {
		t.Errorf("a session without end: %+v", s)
	}
	if _, ok := rule.SessionOf(answered(400, `{"actionName":"authenticate"}`)); ok {
		t.Error("a refusal is a session")
	}
}

func TestDeviceInfo(t *testing.T) {
	t.Parallel()
	carrying := func(value string) *journal.Exchange {
		return &journal.Exchange{Request: journal.Message{Header: []journal.Field{{Name: "X-Device-Info", Value: value}}}}
	}
	padded := base64.StdEncoding.EncodeToString([]byte(`{"model":"5303X"}`))
	for name, value := range map[string]string{"padded": padded, "not padded": base64.RawStdEncoding.EncodeToString([]byte(`{"model":"5303X"}`))} {
		if info := rule.DeviceInfo(carrying(value)); info["model"] != "5303X" {
			t.Errorf("%s: %v", name, info)
		}
	}
	for name, value := range map[string]string{"not Base64": "%7B", "not JSON": "AAAA", "a list": base64.StdEncoding.EncodeToString([]byte(`[1]`))} {
		if info := rule.DeviceInfo(carrying(value)); info != nil {
			t.Errorf("%s: %v", name, info)
		}
	}
	if rule.DeviceInfo(answered(200, "")) != nil {
		t.Error("a request without description has one")
	}
}

// FuzzRead gives every reader what nobody promised: none may panic or believe it.
func FuzzRead(f *testing.F) {
	for _, body := range []string{`{"decisions":[{}]}`, `{"profiles":{"a":1}}`, `{"actionName":"x","notAfter":1e400}`, `{"access_token":1}`, `null`, `[`, ``} {
		f.Add("createSession", "Bearer x", 200, body)
		f.Add("token", "eyJ9", 0, body)
		f.Add("authorize", "", 403, body)
	}
	f.Fuzz(func(t *testing.T, operation, header string, status int, body string) {
		x := answered(status, body)
		x.ID, x.Operation, x.Party, x.Code, x.Device = 1, operation, journal.Service, "A", "d"
		x.Request.Body = []byte(body)
		x.Request.Header = []journal.Field{{Name: "Authorization", Value: header}, {Name: "X-Device-Info", Value: header}}
		e := evidence(x)
		if e.Actor(x) != nil || e.Name(x) != "" {
			t.Error("nobody took part, yet somebody did it")
		}
		if s, ok := rule.SessionOf(x); ok && (status/100 != 2 || s.Action == "") {
			t.Errorf("a session out of nothing: %+v", s)
		}
		if status/100 != 2 && (rule.HasProfile(x) || len(rule.Decisions(x)) > 0) {
			t.Error("a refusal that gives something")
		}
		_, _, _, _ = rule.Refused(x), rule.Resources(x), rule.DeviceInfo(x), e.TokenOf(x)
	})
}
