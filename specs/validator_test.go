package specs

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func validator(t testing.TB) *Validator {
	t.Helper()
	v, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRoute(t *testing.T) {
	t.Parallel()
	v := validator(t)
	for _, c := range []struct{ request, want string }{
		{"POST /o/client/register", Register},
		{"POST /o/client/token", Token},
		{"GET /api/v2/REF30/configuration", Configuration},
		{"GET /api/v2/REF30/configuration/", Configuration},
		{"POST /api/v2/REF30/sessions", CreateSession},
		{"POST /api/v2/REF30/sessions/A7X2QB", ResumeSession},
		{"GET /api/v2/REF30/sessions/A7X2QB", Session},
		{"GET /api/v2/authenticate/REF30/A7X2QB", Authenticate},
		{"GET /api/v2/REF30/profiles", Profiles},
		{"GET /api/v2/REF30/profiles/id%20with%20space", ProfilesByMVPD},
		{"GET /api/v2/REF30/profiles/code/A7X2QB", ProfilesByCode},
		{"POST /api/v2/REF30/decisions/preauthorize/Cablevision", Preauthorize},
		{"POST /api/v2/REF30/decisions/authorize/Cablevision", Authorize},
		{"GET /api/v2/REF30/logout/Cablevision", Logout},
		{"POST /api/v2/REF30/sessions/sso/Apple", PartnerSession},
		{"POST /api/v2/REF30/profiles/sso/Apple", PartnerProfile},
	} {
		method, path, _ := strings.Cut(c.request, " ")
		route, err := v.Route(method, path)
		if err != nil || route.Operation != c.want {
			t.Errorf("%s: %v, want %s (%v)", c.request, route, c.want, err)
			continue
		}
		if strings.Contains(path, "%20") && route.Params["mvpd"] != "id with space" {
			t.Errorf("mvpd was decoded to %q", route.Params["mvpd"])
		}
	}
}

func TestRoute_Errors(t *testing.T) {
	t.Parallel()
	v := validator(t)
	for _, c := range []struct {
		request string
		status  int
		hint    string
	}{
		{"POST /api/v2/REF30/decision/authorize/Cablevision", 404, "plural"},
		{"GET /api/v1/tokens/media", 404, "V1 is not served"},
		{"GET /api/v2/REF30/logout", 404, "/logout/{mvpd}"},
		{"GET /api/v2/REF30/profiles/", 404, "slash"},
		{"GET /api/v2//profiles", 404, "empty segment"},
		{"GET /api/v2/REF30/decisions/authorize/Cablevision", 405, "only POST"},
		{"DELETE /api/v2/REF30/sessions/A7X2QB", 405, "only GET and POST"},
		{"GET /o/client/token", 405, "only POST"},
	} {
		method, path, _ := strings.Cut(c.request, " ")
		_, err := v.Route(method, path)
		var re *RouteError
		if !errors.As(err, &re) || re.Status != c.status || !strings.Contains(re.Hint, c.hint) {
			t.Errorf("%s: %v, want %d with %q", c.request, err, c.status, c.hint)
		}
	}
}

const (
	identifier = "fingerprint ZGV2aWNlLTE="
	info       = "eyJtb2RlbCI6IlRWIn0="
)

// request makes a request with correct headers; each spoil is "Name: value", and an
// empty value takes the header away.
func request(line, contentType, body string, spoil ...string) *http.Request {
	method, target, _ := strings.Cut(line, " ")
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header = http.Header{"Authorization": {"Bearer t"}, "Ap-Device-Identifier": {identifier}, "X-Device-Info": {info}, "X-Forwarded-For": {"192.0.2.1"}}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for _, s := range spoil {
		name, value, _ := strings.Cut(s, ": ")
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return r
}

func TestRequest(t *testing.T) {
	t.Parallel()
	v := validator(t)
	const (
		authorize, sessions, profiles = "POST /api/v2/REF30/decisions/authorize/Cablevision", "POST /api/v2/REF30/sessions", "GET /api/v2/REF30/profiles"
		poll, logout, token           = "GET /api/v2/REF30/profiles/code/A7X2QB", "GET /api/v2/REF30/logout/Cablevision", "POST /o/client/token"
		form                          = "mvpd=Cablevision&domainName=example.com&redirectUrl=https%3A%2F%2Fa.example"
		credentials                   = "client_id=a&client_secret=b&grant_type=client_credentials"
	)
	for name, c := range map[string]struct {
		r    *http.Request
		body string
		want string // "kind in name", sorted, separated by commas
	}{
		"good authorize":        {request(authorize, jsonType+";charset=utf-8", ""), `{"resources":["REF30"]}`, ""},
		"good session":          {request(sessions, formType, ""), form, ""},
		"empty session":         {request(sessions, formType, ""), "", ""},
		"good token":            {request(token, formType, "", "Authorization: "), credentials, ""},
		"tracing headers":       {request(profiles, "", "", "Traceparent: 00-1-1-00", "X-Request-Id: 1"), "", ""},
		"poll needs no device":  {request(poll, "", "", "AP-Device-Identifier: ", "X-Device-Info: "), "", ""},
		"good logout":           {request(logout+"?redirectUrl=https%3A%2F%2Fa.example", "", ""), "", ""},
		"no bearer":             {request(profiles, "", "", "Authorization: "), "", "missing header Authorization"},
		"no device":             {request(profiles, "", "", "AP-Device-Identifier: "), "", "missing header AP-Device-Identifier"},
		"identifier raw":        {request(profiles, "", "", "AP-Device-Identifier: device-1"), "", "invalid header AP-Device-Identifier"},
		"identifier of a kind":  {request(profiles, "", "", "AP-Device-Identifier: uuid ZGV2"), "", "invalid header AP-Device-Identifier"},
		"info percent-encoded":  {request(profiles, "", "", "X-Device-Info: eyJtb2RlbCI6IlRWIn0%3D"), "", "invalid header X-Device-Info"},
		"info plain":            {request(profiles, "", "", `X-Device-Info: {"model":"TV"}`), "", "invalid header X-Device-Info"},
		"info of a list":        {request(profiles, "", "", "X-Device-Info: WzFd"), "", "invalid header X-Device-Info"},
		"no resources":          {request(authorize, jsonType, ""), `{}`, "missing body /resources"},
		"empty resources":       {request(authorize, jsonType, ""), `{"resources":[]}`, "invalid body /resources"},
		"unknown member":        {request(authorize, jsonType, ""), `{"resources":["r"],"requestor":"x"}`, "undocumented body /"},
		"named twice":           {request(authorize, jsonType, ""), `{"resources":["r"],"resources":["s"]}`, "invalid body /resources"},
		"text after":            {request(authorize, jsonType, ""), `{"resources":["r"]} x`, "invalid body "},
		"form for JSON":         {request(authorize, formType, ""), "resources=r", "invalid header Content-Type,undocumented body resources"},
		"no logout redirect":    {request(logout, "", ""), "", "missing query redirectUrl"},
		"empty logout redirect": {request(logout+"?redirectUrl=", "", ""), "", "invalid query redirectUrl"},
		"V1 leftovers":          {request(profiles+"?requestor=REF30", "", "", "AP-Magic: 1"), "", "undocumented header Ap-Magic,undocumented query requestor"},
		"id twice":              {request(token, formType, ""), credentials + "&client_id=z", "invalid body client_id"},
		"secret in the query":   {request(token+"?client_secret=b", formType, ""), credentials, "undocumented query client_secret"},
		"unknown grant":         {request(token, formType, ""), "client_id=a&client_secret=b&grant_type=password", "invalid body /grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			route, err := v.Route(c.r.Method, c.r.URL.EscapedPath())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range v.Request(route, c.r, []byte(c.body)) {
				if x.Reason == "" || strings.Contains(x.Reason, "\n") {
					t.Errorf("violation %+v needs a reason of one line", x)
				}
				got = append(got, x.Kind+" "+x.In+" "+x.Name)
			}
			slices.Sort(got)
			if strings.Join(got, ",") != c.want {
				t.Errorf("got  %q\nwant %q", strings.Join(got, ","), c.want)
			}
		})
	}
}

// TestResponse shows what an answer may not be. The examples inside the documents are
// held against their schemas when the documents are loaded.
func TestResponse(t *testing.T) {
	t.Parallel()
	v := validator(t)
	header := http.Header{"Content-Type": {"application/json;charset=UTF-8"}}
	for _, c := range []struct {
		line   string
		status int
		body   string
		good   bool
	}{
		{"GET /api/v2/REF30/profiles", 200, `{"profiles":{}}`, true},
		{"GET /api/v2/REF30/profiles", 200, `{"profiles":{},"x":1}`, false},
		{"GET /api/v2/REF30/profiles", 201, `{"profiles":{}}`, false},
		{"GET /api/v2/REF30/profiles", 403, `{"profiles":{}}`, false},
		{"GET /o/client/token", 0, ``, true},
		{"POST /o/client/token", 201, `{"id":"5f0c7f3e-2d5b-4a53-9d0d-5a1f4f2ad001","access_token":"t","created_at":1779700000000,"expires_in":21600,"token_type":"bearer"}`, true},
		{"POST /o/client/token", 201, `{"id":"5f0c7f3e-2d5b-4a53-9d0d-5a1f4f2ad001","access_token":"t","created_at":1779700000,"expires_in":21600,"token_type":"bearer"}`, false},
		{"POST /o/client/token", 400, `{"error":"invalid_client"}`, true},
		{"POST /o/client/token", 400, `{"error":"no"}`, false},
		{"POST /api/v2/R/decisions/authorize/M", 200, `{"decisions":[{"resource":"r","serviceProvider":"R","mvpd":"M","source":"mvpd","authorized":true}]}`, false},
	} {
		method, path, _ := strings.Cut(c.line, " ")
		route, err := v.Route(method, path)
		if c.status == 0 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		err = v.Response(route, request(c.line, "", ""), c.status, header, []byte(c.body))
		if (err == nil) != c.good {
			t.Errorf("%s %d %s: %v", c.line, c.status, c.body, err)
		}
	}
}

func FuzzRequest(f *testing.F) {
	v := validator(f)
	f.Add("POST", "/api/v2/REF30/sessions", formType, identifier, info, "mvpd=a&domainName=%")
	f.Add("POST", "/api/v2/REF30/decisions/authorize/M", jsonType, "fingerprint", "e30=", `{"resources":["r"]}`)
	f.Add("POST", "/o/client/token", formType, "", "", "client_id=a;b")
	f.Fuzz(func(t *testing.T, method, path, contentType, id, device, body string) {
		route, err := v.Route(method, path)
		if err != nil {
			return
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Method, r.URL.Path = method, path
		r.Header = http.Header{"Content-Type": {contentType}, "Ap-Device-Identifier": {id}, "X-Device-Info": {device}}
		v.Request(route, r, []byte(body))
	})
}

func BenchmarkRequest(b *testing.B) {
	v := validator(b)
	body := []byte(`{"resources":["REF30"]}`)
	r := request("POST /api/v2/REF30/decisions/authorize/Cablevision", jsonType, "")
	for b.Loop() {
		route, err := v.Route(r.Method, r.URL.EscapedPath())
		if err != nil {
			b.Fatal(err)
		}
		if got := v.Request(route, r, body); got != nil {
			b.Fatal(got)
		}
	}
}

// TestDocumentsAreGood wants the documents to obey OpenAPI, and their examples to obey
// them.
func TestDocumentsAreGood(t *testing.T) {
	t.Parallel()
	for _, d := range embedded {
		l := d.load()
		if l.err != nil {
			t.Error(l.err)
		} else if err := l.doc.Validate(t.Context()); err != nil {
			t.Errorf("%s: %v", d.name, err)
		}
	}
}
