package house

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/passproof/passproof/"

// A pkg is what `go list` says of one package.
type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

// list asks the go command, which knows build tags and vendoring better than we do.
func list(t *testing.T, patterns ...string) []pkg {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-deps=false", "-json=ImportPath,Imports,Deps"}, patterns...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// walls says what a package, and all below it, may never import, directly or through
// others, and why.
var walls = []struct{ from, never, why string }{
	{"specs", module, "the documents stand at the bottom and import nothing of ours"},
	{"mockpass/journal", module, "everybody may import the journal, so it imports nobody"},
	{"mockpass/journal", "net/http", "a recording is read where no server runs"},
	{"mockpass", module + "harness", "the mock never knows who drives it"},
	{"mockpass", module + "scenarios", "the mock never knows who drives it"},
	{"mockpass", "github.com/onsi/", "a Go team imports mockpass in its tests and pulls in little"},
	{"mockpass", "github.com/testcontainers/", "a Go team imports mockpass in its tests and pulls in little"},
	{"mockpass", "testing", "a program that imports mockpass must not get test flags"},
	{"harness/rules", module + "specs", "a rule knows evidence and nothing else"},
	{"harness/rules", "net/http", "a rule knows evidence and nothing else"},
	{"harness/rule", "github.com/onsi/", "the engine stands without the test framework"},
	{"harness/report", module + "harness/rules", "a report shows verdicts, whatever the rules are"},
	{"harness/world", module + "harness/rule", "what steers cannot see a verdict"},
	{"harness/world", module + "harness/report", "what steers cannot see a verdict"},
	{"harness/world", "github.com/onsi/", "a world serves any test framework"},
	{"scenarios", module + "harness/rule", "a scenario cannot even see a verdict"},
	{"scenarios", module + "harness/report", "a scenario cannot even see a verdict"},
	{"harness", module + "cmd", "nothing imports a command"},
	{"harness/reference", module + "mockpass", "the reference service speaks to Adobe Pass, not to the mock's code"},
}

// spared are packages that a wall does not hold, with the reason.
var spared = map[string]string{
	module + "harness/rule/ruletest": "reads written evidence for tests: routes by the documents and reports to testing",
}

func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	for _, w := range walls {
		for _, p := range list(t, "../"+w.from+"/...") {
			if spared[p.ImportPath] != "" {
				continue
			}
			for _, dep := range p.Deps {
				inside := strings.HasPrefix(dep, module+w.from) // a family may import itself
				if strings.HasPrefix(dep, w.never) && !inside && (dep == w.never || strings.HasSuffix(w.never, "/") || strings.HasPrefix(dep, w.never+"/")) {
					t.Errorf("%s imports %s: %s", strings.TrimPrefix(p.ImportPath, module), dep, w.why)
				}
			}
		}
	}
}

// bill is every foreign module that a program gets which imports mockpass, with what
// it is for. To lengthen it is a decision.
var bill = map[string]string{
	"github.com/getkin/kin-openapi":         "the OpenAPI documents",
	"github.com/golang-jwt/jwt/v5":          "software statements and access tokens",
	"github.com/russellhaering/goxmldsig":   "the XML signatures of partner single sign-on",
	"github.com/beevik/etree":               "of goxmldsig; the XML of partner single sign-on",
	"github.com/jonboulle/clockwork":        "of goxmldsig",
	"github.com/go-openapi/":                "of kin-openapi",
	"github.com/gorilla/mux":                "of kin-openapi: the router",
	"github.com/josharian/intern":           "of kin-openapi",
	"github.com/mailru/easyjson":            "of kin-openapi",
	"github.com/mohae/deepcopy":             "of kin-openapi",
	"github.com/oasdiff/":                   "of kin-openapi",
	"github.com/perimeterx/marshmallow":     "of kin-openapi",
	"github.com/santhosh-tekuri/jsonschema": "of kin-openapi",
	"github.com/woodsbury/decimal128":       "of kin-openapi",
	"golang.org/x/text":                     "of kin-openapi",
	"go.yaml.in/yaml":                       "of kin-openapi",
	"gopkg.in/yaml.v3":                      "of kin-openapi",
	"github.com/goccy/go-yaml":              "the configuration file, with positions",
}

func TestMockpassPullsInLittle(t *testing.T) {
	t.Parallel()
	for _, p := range list(t, "../mockpass/mockpasstest") {
		for _, dep := range p.Deps {
			if !strings.Contains(strings.SplitN(dep, "/", 2)[0], ".") || strings.HasPrefix(dep, module) {
				continue
			}
			if !onBill(dep) {
				t.Errorf("a program that imports mockpass now gets %s; is it worth that? then add it to the bill with its reason", dep)
			}
		}
	}
}

func onBill(dep string) bool {
	for prefix := range bill {
		if strings.HasPrefix(dep, prefix) {
			return true
		}
	}
	return false
}
