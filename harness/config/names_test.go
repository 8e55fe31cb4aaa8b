package config

import (
	"strings"
	"testing"
)

const named = `subject: { command: ["./service"] }
app: { verbs: { logout: { request: POST /logout } } }
`

func TestNames(t *testing.T) {
	t.Parallel()
	f, err := Parse("passproof.yaml", []byte(named))
	if err != nil || f.Mockpass.Names != NamesAuto || f.Mockpass.Host != "api.auth.adobe.com" {
		t.Errorf("by default %q and %q, %v", f.Mockpass.Names, f.Mockpass.Host, err)
	}
	for text, want := range map[string]string{
		"mockpass: { names: isolation }":    `passproof.yaml:3: mockpass.names: "isolation" is no way to use Adobe's names; did you mean isolated?`,
		"mockpass: { host: api.adobe.com }": `mockpass.host: "api.adobe.com" is no host of Adobe Pass; did you mean api.auth.adobe.com?`,
	} {
		if _, err := Parse("passproof.yaml", []byte(named+text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	url := strings.Replace(named, `command: ["./service"]`, "url: http://127.0.0.1:1", 1) + `mockpass: { names: isolated, listen: "127.0.0.1:2" }`
	if _, err := Parse("passproof.yaml", []byte(url)); err == nil || !strings.Contains(err.Error(), "only a service that is started with subject.command") {
		t.Errorf("a service that runs: %v", err)
	}
}
