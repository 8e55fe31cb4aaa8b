package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const good = `
subject:
  command: ["./service", "--listen", "{{.Listen}}"]
  ready: GET /healthz
app:
  headers: { X-Device-Id: "{{.Device.ID}}" }
  verbs:
    status:
      request: GET /status
      returns: { signedIn: { path: $.state, equals: in } }
    play:
      request: POST /play
      json: { resource: "{{.Resource}}", tags: ["{{.Resources}}"] }
      returns: { allowed: $.allowed }
`

func TestParse_FillsInDefaults(t *testing.T) {
	t.Parallel()
	f, err := Parse("passproof.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if f.ServiceProvider != "REF30" || f.Subject.StartTimeout != 30*time.Second || f.App.Timeout != 30*time.Second {
		t.Errorf("defaults are missing: %+v", f)
	}
	if r := f.App.Verbs["status"].Returns["signedIn"]; r.Path != "$.state" || r.Equals != "in" {
		t.Errorf("the long form of a return was read as %+v", r)
	}
	if r := f.App.Verbs["play"].Returns["allowed"]; r.Path != "$.allowed" {
		t.Errorf("the short form of a return was read as %+v", r)
	}
}

func TestParse_MistakesHaveLineAndRemedy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, want, remedy string }{
		"unknown field":      {"ready: GET", "redy: GET", "passproof.yaml:4:", "passproof init"},
		"unknown verb":       {"    play:", "    plya:", "passproof.yaml:11: app.verbs.plya: no such verb", "did you mean play?"},
		"unknown return":     {"allowed: $", "allwed: $", "passproof.yaml:14: app.verbs.play.returns.allwed", "did you mean allowed?"},
		"bad JSONPath":       {"$.allowed", "allowed", "passproof.yaml:14: app.verbs.play.returns.allowed", "write $.field"},
		"unknown template":   {"{{.Device.ID}}", "{{.Device.Id}}", "passproof.yaml:6: app.headers.X-Device-Id", "{{.Device.ID}}"},
		"template in json":   {`{{.Resource}}"`, `{{.Resorce}}"`, "passproof.yaml:13: app.verbs.play.json.resource", "{{.Resource}}"},
		"no request":         {"POST /play", "play", "passproof.yaml:12: app.verbs.play.request", "write POST /path"},
		"no service":         {"command:", "name: x #", "passproof.yaml:2: subject: names no service", "command:"},
		"missing return":     {"returns: { allowed: $.allowed }", "returns: {}", "app.verbs.play.returns: allowed is missing", "allowed: $."},
		"unknown feature":    {"app:\n", "features: [metadata, second-scren]\napp:\n", "passproof.yaml:5: features: no feature is named \"second-scren\"", "did you mean second-screen?"},
		"no payload":         {"app:\n", "features: [amazon-sso]\napp:\n", "app.headers: the app never tells the service what amazon-sso needs", "{{.Device.SubjectToken}}"},
		"type":               {"ready: GET /healthz", "startTimeout: soon", "passproof.yaml:4: subject.startTimeout", "write 30s"},
		"not YAML":           {"[\"./service\"", "[", "passproof.yaml:", ""},
		"url without listen": {"command: [\"./service\", \"--listen\", \"{{.Listen}}\"]", "url: http://127.0.0.1:1", "subject.url", "mockpass: { listen"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("passproof.yaml", []byte(strings.Replace(good, c.from, c.to, 1)))
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.remedy) {
				t.Errorf("got  %v\nwant %q with remedy %q", err, c.want, c.remedy)
			}
		})
	}
}

func TestApp_Tells(t *testing.T) {
	t.Parallel()
	f, err := Parse("passproof.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{".Device.ID": true, ".Resources": true, ".Device.Port": false} {
		if f.App.Tells(name) != want {
			t.Errorf("tells %s: %v", name, !want)
		}
	}
}

func TestLoad_SaysWhichFileIsMissing(t *testing.T) {
	t.Parallel()
	_, err := Load(filepath.Join(t.TempDir(), "nothing.yaml"))
	if err == nil || !strings.Contains(err.Error(), "nothing.yaml") || !strings.Contains(err.Error(), "passproof init") {
		t.Errorf("got %v", err)
	}
}

func TestLoad_ReadsTheExamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../examples/*/passproof.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		if _, err := Load(file); err != nil {
			t.Error(err)
		}
	}
}

func TestRenderJSON_LeavesOutWhatIsEmpty(t *testing.T) {
	t.Parallel()
	got, err := RenderJSON(map[string]any{"provider": "{{.MVPD}}", "list": "{{.Resources}}", "fixed": "", "n": 3}, Verbal{Resources: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	m := got.(map[string]any)
	if _, ok := m["provider"]; ok {
		t.Error("an empty text was kept")
	}
	if list, ok := m["list"].([]string); !ok || len(list) != 2 || m["n"] != 3 || m["fixed"] != "" {
		t.Errorf("got %#v", m)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("app: [1, 2"))
	if data, err := os.ReadFile("../../examples/reference/passproof.yaml"); err == nil {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("passproof.yaml", data)
		if (file == nil) == (err == nil) {
			t.Errorf("file %v with error %v", file, err)
		}
	})
}
