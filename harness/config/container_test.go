package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const contained = `
subject:
  dockerfile: service/Dockerfile
  command: ["--listen", "{{.Listen}}"]
  port: 8080
  state: /var/lib/service
  replicas: 2
  files: { /etc/service.yaml: service/service.yaml }
app: { verbs: { status: { request: GET /status, returns: { signedIn: $.signedIn } } } }
`

// folder has the files that the text names.
func folder(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "service"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"passproof.yaml": text, "service/Dockerfile": "FROM scratch", "service/service.yaml": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad_Container(t *testing.T) {
	t.Parallel()
	dir := folder(t, contained)
	f, err := Load(filepath.Join(dir, "passproof.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s := f.Subject
	if !s.Contained() || !s.Starts() || s.Port != 8080 || s.State != "/var/lib/service" || s.Replicas != 2 || s.Files["/etc/service.yaml"] == "" {
		t.Errorf("read as %+v", s)
	}
	at, file, err := f.BuildContext()
	if err != nil || at != filepath.Join(dir, "service") || file != "Dockerfile" {
		t.Errorf("built in %s with %s, %v", at, file, err)
	}
	f.Subject.Context = "."
	if at, file, err = f.BuildContext(); err != nil || at != dir || file != "service/Dockerfile" {
		t.Errorf("built in %s with %s, %v", at, file, err)
	}
}

func TestLoad_MistakesInAContainer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, want string }{
		"image and Dockerfile":  {"  port", "  image: service:1\n  port", "subject.dockerfile: stands beside image"},
		"context of an image":   {"dockerfile: service/Dockerfile", "image: service:1\n  context: .", "subject.context: nothing is built"},
		"context without it":    {"port: 8080", "port: 8080\n  context: elsewhere", "is not in"},
		"no Dockerfile":         {"service/Dockerfile", "Dockerfile", "subject.dockerfile: stat"},
		"a folder":              {"service/Dockerfile", "service", "service is a folder"},
		"no file":               {"service/service.yaml", "service.yaml", "subject.files./etc/service.yaml: stat"},
		"file without a place":  {"/etc/service.yaml", "etc/service.yaml", "is not the path of a file in the container"},
		"dir":                   {"port: 8080", "port: 8080\n  dir: x", "subject.dir: a container has folders of its own"},
		"state":                 {"/var/lib/service", "state", "subject.state"},
		"all of it":             {"/var/lib/service", "/", "subject.state"},
		"port":                  {"8080", "80800", "there is no port 80800"},
		"too many":              {"replicas: 2", "replicas: 200", "subject.replicas: 200 is not between 1 and 8"},
		"fewer than none":       {"replicas: 2", "replicas: -1", "subject.replicas: -1 is not between"},
		"template":              {"{{.Listen}}", "{{.Lisen}}", "subject.command: element 2"},
		"without a container":   {"dockerfile: service/Dockerfile", "name: x", "subject.port: belongs to a service in a container"},
		"URL beside it":         {"port: 8080", "url: http://127.0.0.1:1", "subject.url: stands beside what starts"},
		"replicas of a running": {"dockerfile: service/Dockerfile\n  command: [\"--listen\", \"{{.Listen}}\"]", "url: http://127.0.0.1:1", "subject.replicas: the service runs already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(filepath.Join(folder(t, strings.Replace(contained, c.from, c.to, 1)), "passproof.yaml"))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}
