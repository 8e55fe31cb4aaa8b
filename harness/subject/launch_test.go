package subject

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/network"
)

// entered is an environment in which commands begin with sh, which tells what it got.
func entered(tells string) Environment {
	return Environment{Network: &Network{Attachment: network.Attachment{
		Enter: []string{"sh", "-c", `printf '%s\n' "$@" > ` + tells + ` && shift && exec "$@"`, "sh", network.Folder},
	}}}
}

func TestCommand_EntersItsNetwork(t *testing.T) {
	t.Parallel()
	tells := filepath.Join(t.TempDir(), "tells")
	f := file("service")
	s, err := New(f, entered(tells), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(tells)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := filepath.Abs(f.Dir())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if lines[0] != folder || !filepath.IsAbs(lines[1]) {
		t.Errorf("the folder and the program are %q and %q, want %q and an absolute path", lines[0], lines[1], folder)
	}
}

func TestCommand_ThatIsNotThereIsToldBeforeItsNetwork(t *testing.T) {
	t.Parallel()
	f := file("service")
	f.Subject.Command = []string{"./not-there"}
	s, err := New(f, entered(filepath.Join(t.TempDir(), "tells")), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Start(context.Background()); err == nil || !strings.Contains(err.Error(), "the service cannot be started") || !strings.Contains(err.Error(), `is "./not-there" there?`) {
		t.Errorf("got %v", err)
	}
}

func TestCommand_IsToldWhomToTrustAndKeepsProxiesAway(t *testing.T) {
	t.Setenv("NO_PROXY", "internal")
	t.Setenv("SSL_CERT_FILE", "/machine.pem")
	f := file("service")
	f.Subject.Env["CURL_CA_BUNDLE"] = "/own.pem"
	env := entered("/dev/null")
	env.Trust = "/trust"
	c := &command{file: f, env: env}
	environ, err := c.environ()
	if err != nil {
		t.Fatal(err)
	}
	last := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		last[name] = value
	}
	for name, want := range map[string]string{
		"NO_PROXY": "internal,.auth.adobe.com,.auth-staging.adobe.com", "SSL_CERT_FILE": "/trust/bundle.pem", "CURL_CA_BUNDLE": "/own.pem",
	} {
		if last[name] != want {
			t.Errorf("%s=%q, want %q", name, last[name], want)
		}
	}
}
