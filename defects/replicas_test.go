package defects

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	known "github.com/passproof/passproof/harness/reference/defects"
)

// replicated describes two replicas of the service in harness/subject/testdata/replicas; its
// places are for KEEP and for how it is started.
const replicated = `
subject:
  name: Replicas that share what they know
  replicas: 2
  ready: GET /healthz
  env: { ADOBE: "{{.AdobePassURL}}", STATEMENT: "{{.SoftwareStatement}}", PROGRAMMER: "{{.ServiceProvider}}", KEEP: %q }
  %s
app:
  headers: { X-Device-Key: "{{.Device.ID}}", X-Device-Description: "{{.Device.Info}}", X-Forwarded-For: "{{.Device.IP}}" }
  verbs:
    status: { request: GET /status, returns: { signedIn: $.signedIn, mvpd: $.mvpd } }
    providers: { request: GET /mvpds, returns: { ids: "$.ids[*]" } }
    login: { request: POST /login, json: { mvpd: "{{.MVPD}}", redirect: "{{.RedirectURL}}" }, returns: { code: $.code, url: $.url, signedIn: $.signedIn } }
    returned: { request: POST /returned, json: {}, returns: { signedIn: $.signedIn } }
    play: { request: POST /play, json: { resource: "{{.Resource}}" }, returns: { allowed: $.allowed, mediaToken: $.token, signIn: { path: $.next, equals: sign-in } } }
    logout: { request: POST /logout, json: { redirect: "{{.RedirectURL}}" }, returns: { done: $.done, url: $.url } }
`

// TestReplicas wants that replicas which share what they know are found to be right, and
// that two whose caches of a minute are out of phase are found out, as processes and in
// containers.
func TestReplicas(t *testing.T) {
	t.Parallel() // with its like: certifications mostly wait
	if !*containers {
		t.Skip("make defects runs it: it takes minutes")
	}
	bin, err := replicas()
	if err != nil {
		t.Fatal(err)
	}
	stale := known.Defect{Name: "caches out of phase", Breaks: []string{"NET-DNS-TTL", "NET-DNS-REROUTE"}}
	for round := range *rounds {
		for keep, d := range map[string]known.Defect{"": {Name: "none"}, "60s": stale} {
			for place, start := range map[string]string{
				"process":   fmt.Sprintf(`command: [%q, "{{.Listen}}", "{{.StateDir}}"]`, filepath.Join(bin, "replicas")),
				"container": fmt.Sprintf("dockerfile: %q\n  command: [\"{{.Listen}}\", \"{{.StateDir}}\"]", filepath.Join(bin, "replicated", "Dockerfile")),
			} {
				t.Run(strings.Repeat("again ", round)+d.Name+" in a "+place, func(t *testing.T) {
					if place == "container" {
						needEngine(t)
					}
					t.Parallel()
					defer seat()()
					file := filepath.Join(t.TempDir(), "passproof.yaml")
					if err := os.WriteFile(file, fmt.Appendf(nil, replicated, keep, start), 0o600); err != nil {
						t.Fatal(err)
					}
					got, text := certify(t, bin, file, decide(slices.Collect(maps.Keys(deciding))...)...)
					compare(t, d, got, text)
				})
			}
		}
	}
}

// replicas builds their service, and a folder for its image.
var replicas = sync.OnceValues(func() (string, error) {
	bin, err := programs()
	if err != nil {
		return "", err
	}
	for _, to := range []string{bin, filepath.Join(bin, "replicated")} {
		build := exec.Command("go", "build", "-o", to+"/", "../harness/subject/testdata/replicas")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if err := os.MkdirAll(to, 0o755); err != nil {
			return "", err
		}
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
	}
	text, err := os.ReadFile("../harness/subject/testdata/replicas/Dockerfile")
	if err != nil {
		return "", err
	}
	return bin, os.WriteFile(filepath.Join(bin, "replicated", "Dockerfile"), text, 0o600)
})
