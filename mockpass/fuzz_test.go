package mockpass_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// FuzzRequest sends anything whatever. The mock may refuse it, with an answer that
// its own documents know; it may not fail.
func FuzzRequest(f *testing.F) {
	pass := mockpasstest.Start(f, mockpass.Config{Switches: mockpass.Switches{StrictDeviceInfo: true}})
	c := pass.Client("REF30", "tv")
	var read uint64
	for n := range pass.Journal().Since(0) {
		read = n
	}
	f.Add("/api/v2/REF30/sessions", "mvpd=Cablevision&domainName=a&redirectUrl=https://a", "fingerprint dHY=", "e30=", "e30=")
	f.Add("/api/v2/REF30/decisions/authorize/Cablevision", `{"resources":["a"]}`, "fingerprint dHY=", "", "")
	f.Add("/api/v2/REF30/profiles/sso/Apple", "SAMLResponse=PHg+", "fingerprint dHY=", "", "eyJmcmFtZXdvcmtQZXJtaXNzaW9uSW5mbyI6e319")
	f.Add("/o/client/register", `{"software_statement":"a.b.c"}`, "", "", "")
	f.Add("/o/client/token", "grant_type=client_credentials&client_id=a&client_secret=b", "", "", "")
	f.Add("/mvpd/x/login", "code=AAAAAAA", "", "", "")
	f.Fuzz(func(t *testing.T, path, body, device, info, status string) {
		method := http.MethodPost
		if body == "" {
			method = http.MethodGet
		}
		r, err := http.NewRequest(method, "http://mock"+path, strings.NewReader(body))
		if err != nil || r.Host != "mock" {
			return
		}
		r.Header = http.Header{
			"Authorization": {"Bearer " + c.Token}, "Ap-Device-Identifier": {device}, "X-Device-Info": {info},
			"Ap-Partner-Framework-Status": {status}, "Content-Type": {"application/x-www-form-urlencoded"},
		}
		w := httptest.NewRecorder()
		pass.API().ServeHTTP(w, r)
		for n, e := range pass.Journal().Since(read) {
			read = n
			if x := e.(*journal.Exchange); x.Fault != "" || x.Response.Status >= 500 {
				t.Errorf("%s %s: %d, fault %q", x.Request.Method, x.Request.Target, x.Response.Status, x.Fault)
			}
		}
	})
}
