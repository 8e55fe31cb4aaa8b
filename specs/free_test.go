package specs

import (
	"net/http"
	"strings"
	"testing"
)

// TestFreeResponse opens what the documentation leaves open and keeps the rest closed.
func TestFreeResponse(t *testing.T) {
	t.Parallel()
	v := validator(t)
	header := http.Header{"Content-Type": {"application/json"}}
	const session = `"actionType":"interactive","code":"12345678","mvpd":"M","serviceProvider":"R","notBefore":"1779700000000","notAfter":"1779701800000"`
	for _, c := range []struct {
		line   string
		status int
		body   string
		good   bool
	}{
		{"POST /api/v2/R/sessions", 200, `{"actionName":"authenticate","reasonType":"new","url":"https://h/api/v2/authenticate/R/12345678","sessionId":"s","x":{"y":[1]},` + session + `}`, true},
		{"POST /api/v2/R/sessions", 200, `{"actionName":"dance","reasonType":"new","url":"/api/v2/authenticate/R/12345678","sessionId":"s",` + session + `}`, false},
		{"POST /api/v2/R/sessions", 200, `{"actionName":"authenticate","reasonType":7,"url":"/api/v2/authenticate/R/12345678","sessionId":"s",` + session + `}`, false},
		{"POST /api/v2/R/sessions", 200, `{"actionName":"authenticate","reasonType":"none","url":"/elsewhere","sessionId":"s",` + session + `}`, false},
		{"POST /api/v2/R/sessions", 200, `{"actionName":"authenticate","reasonType":"none","sessionId":"s",` + session + `}`, false},
		{"GET /api/v2/R/profiles", 200, `{"profiles":{},"x":1}`, true},
		{"GET /api/v2/R/profiles", 200, `{"profiles":{"x":1}}`, false},
		{"GET /api/v2/R/profiles", 200, `{"profiles":{"M":{"x":null,"notBefore":1779700000000,"notAfter":1779700000001,"issuer":"M","type":"regular","attributes":{"userID":{"value":"u","state":"plain","x":1}}}}}`, true},
		{"GET /api/v2/R/profiles", 200, `{"profiles":{"M":{"notBefore":"1779700000000","notAfter":1779700000001,"issuer":"M","type":"regular","attributes":{"userID":{"value":"u","state":"plain"}}}}}`, true},
		{"GET /api/v2/R/profiles", 200, `{"profiles":{"M":{"notBefore":"yesterday","notAfter":1779700000001,"issuer":"M","type":"regular","attributes":{"userID":{"value":"u","state":"plain"}}}}}`, false},
		{"GET /api/v2/R/profiles", 200, `{"profiles":{"M":{"notBefore":1779700000000,"notAfter":1779700000001,"issuer":"M","type":"regular","attributes":{"userID":{"value":"u","state":"plain"},"x":1}}}}`, false},
		{"GET /api/v2/R/sessions/A7X2QB", 200, `{"existingParameters":{"serviceProvider":"R"},"device":{"type":"TV","x":1},"notBefore":"1779700000000","notAfter":"1779701800000"}`, true},
		{"GET /api/v2/R/sessions/A7X2QB", 200, `{"existingParameters":{"serviceProvider":"R","x":"y"},"device":{"type":"TV"},"notBefore":"1779700000000","notAfter":"1779701800000"}`, false},
		{"POST /o/client/token", 201, `{"id":"t","x":1,"access_token":"t","created_at":1779700000000,"expires_in":60,"token_type":"bearer"}`, true},
		{"POST /o/client/token", 201, `{"id":"t","access_token":"t","created_at":1779700000000,"expires_in":60,"token_type":"other"}`, false},
		{"POST /o/client/token", 400, `{"error":"no","x":1}`, false},
	} {
		method, path, _ := strings.Cut(c.line, " ")
		route, err := v.Route(method, path)
		if err != nil {
			t.Fatal(err)
		}
		if err = v.FreeResponse(route, request(c.line, "", ""), c.status, header, []byte(c.body)); (err == nil) != c.good {
			t.Errorf("%s %d %s: %v", c.line, c.status, c.body, err)
		}
	}
}
