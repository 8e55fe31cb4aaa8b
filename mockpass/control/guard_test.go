package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
)

// TestHandler_Refuses sends what a page in a browser, or somebody who errs, would send.
func TestHandler_Refuses(t *testing.T) {
	t.Parallel()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		method, path, body string
		header             http.Header
		host               string
		token              string
		want               int
	}{
		"fine":                           {method: "GET", path: "/health", want: 200},
		"localhost":                      {method: "GET", path: "/health", host: "localhost:8081", want: 200},
		"an IPv6 address":                {method: "GET", path: "/health", host: "[::1]:8081", want: 200},
		"a page of its own origin":       {method: "GET", path: "/health", header: http.Header{"Origin": {"http://127.0.0.1:8081"}, "Sec-Fetch-Site": {"same-origin"}}, want: 200},
		"a person typed the address":     {method: "GET", path: "/health", header: http.Header{"Sec-Fetch-Site": {"none"}}, want: 200},
		"a name that leads to loopback":  {method: "GET", path: "/health", host: "evil.example:8081", want: 403},
		"the name of a container":        {method: "GET", path: "/health", host: "mockpass:8081", want: 200},
		"a name that ends with a dot":    {method: "GET", path: "/health", host: "evil.:8081", want: 403},
		"a name that looks like an IP":   {method: "GET", path: "/health", host: "127.0.0.1.evil.example", want: 403},
		"a name, with the token":         {method: "GET", path: "/health", host: "mock.example:8081", token: "hush", header: http.Header{"Authorization": {"Bearer hush"}}, want: 200},
		"no name at all":                 {method: "GET", path: "/health", host: "none", want: 403},
		"another origin":                 {method: "POST", path: "/reset", body: "{}", header: http.Header{"Origin": {"https://evil.example"}}, want: 403},
		"another port":                   {method: "POST", path: "/reset", body: "{}", header: http.Header{"Origin": {"http://127.0.0.1:9"}}, want: 403},
		"a sandboxed page":               {method: "POST", path: "/mvpds/Cablevision/disable", header: http.Header{"Origin": {"null"}}, want: 403},
		"an image of a foreign page":     {method: "GET", path: "/health", header: http.Header{"Sec-Fetch-Site": {"cross-site"}}, want: 403},
		"a foreign page with the token":  {method: "GET", path: "/health", token: "hush", header: http.Header{"Authorization": {"Bearer hush"}, "Sec-Fetch-Site": {"same-site"}}, want: 403},
		"a form":                         {method: "POST", path: "/reset", body: "{}", header: http.Header{"Content-Type": {"text/plain"}}, want: 415},
		"a body of no type":              {method: "POST", path: "/reset", body: "{}", header: http.Header{"Content-Type": nil}, want: 415},
		"the wrong token":                {method: "GET", path: "/health", token: "hush", header: http.Header{"Authorization": {"Bearer loud"}}, want: 401},
		"no such path":                   {method: "GET", path: "/nothing", want: 404},
		"no such method":                 {method: "PUT", path: "/health", want: 405},
		"a method of another path":       {method: "DELETE", path: "/directions", want: 405},
		"no such parameter":              {method: "GET", path: "/sessions?devise=tv", want: 400},
		"a parameter twice":              {method: "GET", path: "/sessions?device=tv&device=phone", want: 400},
		"an empty parameter":             {method: "GET", path: "/sessions?device=", want: 400},
		"a bad limit":                    {method: "GET", path: "/sessions?limit=-1", want: 400},
		"a limit that is too high":       {method: "GET", path: "/sessions?limit=100001", want: 400},
		"a bad flag":                     {method: "GET", path: "/tokens?secrets=yes", want: 400},
		"a bad status":                   {method: "GET", path: "/entries?status=4", want: 400},
		"a bad party":                    {method: "GET", path: "/har?party=me", want: 400},
		"a bad number":                   {method: "GET", path: "/entries/follow?since=x", want: 400},
		"a query where there is none":    {method: "POST", path: "/mvpds/Cablevision/disable?id=x", want: 400},
		"not JSON":                       {method: "POST", path: "/reset", body: "{", want: 400},
		"more than JSON":                 {method: "POST", path: "/reset", body: "{} {}", want: 400},
		"an unknown member":              {method: "POST", path: "/reset", body: `{"devise":"tv"}`, want: 400},
		"too long":                       {method: "POST", path: "/reset", body: `{"device":"` + strings.Repeat("x", 1<<20) + `"}`, want: 413},
		"time that goes back":            {method: "POST", path: "/time/advance", body: `{"by":"-1s"}`, want: 400},
		"time that is none":              {method: "POST", path: "/time/advance", body: `{"by":"soon"}`, want: 400},
		"time without end":               {method: "POST", path: "/time/advance", body: `{"by":"2000000h"}`, want: 400},
		"one device's part of a journal": {method: "POST", path: "/reset", body: `{"device":"tv","journal":true}`, want: 400},
		"an unknown MVPD":                {method: "POST", path: "/mvpds/nobody/disable", want: 404},
		"an unknown integration":         {method: "POST", path: "/integrations/REF30/nobody/enable", want: 404},
		"an unknown service provider":    {method: "POST", path: "/integrations/nobody/Cablevision/enable", want: 404},
		"an unknown application":         {method: "POST", path: "/applications/nobody/revoke", want: 404},
		"an unknown client":              {method: "POST", path: "/clients/nobody/revoke", want: 404},
		"an unknown token":               {method: "POST", path: "/tokens/nobody/revoke", want: 404},
		"an unknown session":             {method: "POST", path: "/sessions/AAAAAAA/expire", want: 404},
		"an unknown code":                {method: "POST", path: "/logins/AAAAAAA/complete", body: "{}", want: 404},
		"an unknown profile":             {method: "POST", path: "/profiles/nobody/invalidate", want: 404},
		"an unknown statement":           {method: "GET", path: "/software-statements/nobody", want: 404},
		"a seed of nobody":               {method: "POST", path: "/tokens", body: `{"client":"nobody"}`, want: 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var options []control.Option
			if c.token != "" {
				options = append(options, control.WithToken(c.token))
			}
			r := httptest.NewRequest(c.method, "http://127.0.0.1:8081/control/v1"+c.path, strings.NewReader(c.body))
			if r.Header.Set("Content-Type", "application/json"); c.host != "" {
				r.Host = strings.TrimPrefix(c.host, "none")
			}
			for name, values := range c.header {
				r.Header[name] = values
			}
			w := httptest.NewRecorder()
			control.NewHandler(pass, options...).ServeHTTP(w, r)
			answer, _ := io.ReadAll(w.Body)
			if w.Code != c.want {
				t.Fatalf("got %d %s, want %d", w.Code, answer, c.want)
			}
			var told control.Error
			if err := json.Unmarshal(answer, &told); c.want >= 400 && (err != nil || told.Message == "") {
				t.Errorf("the refusal gives no reason: %s", answer)
			}
			if allow := w.Header().Get("Allow"); c.want == 405 && allow == "" {
				t.Error("it does not say which methods are allowed")
			}
		})
	}
}
