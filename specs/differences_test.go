package specs

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
)

// differences lists where our documents differ from the ones that Adobe publishes, and
// why. A difference that is not in the list fails the test, and so does one in the
// list that no longer exists.
//
//go:embed differences.yaml
var differences []byte

var update = flag.Bool("update", false, "write the generated docs again")

// A reason explains all differences that contain one of its texts.
type reason struct {
	Reason      string   `yaml:"reason"`
	Differences []string `yaml:"differences"`
}

func reasons(t *testing.T) []reason {
	t.Helper()
	var out []reason
	if err := yaml.UnmarshalWithOptions(differences, &out, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return out
}

// published is where Adobe's documents lie: beside the checkout, or where
// PASSPROOF_ADOBE_OPENAPI says.
func published() string {
	if dir := os.Getenv("PASSPROOF_ADOBE_OPENAPI"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "shared", "adobe")
}

func TestDifferencesFromAdobe(t *testing.T) {
	t.Parallel()
	dir := published()
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("Adobe's documents are not at %s; set PASSPROOF_ADOBE_OPENAPI to compare with them", dir)
	}
	var found []string
	for file, c := range map[string]struct {
		ours   []byte
		prefix string
	}{"restApiV2.json": {V2, "/api/v2"}, "dcrApi.json": {DCR, "/o"}} {
		theirs, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		ours, err := openapi3.NewLoader().LoadFromData(c.ours)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, compare(operations(ours, ""), operations(theirs, c.prefix))...)
	}
	var listed []string
	for _, r := range reasons(t) {
		listed = append(listed, r.Differences...)
	}
	for _, d := range found {
		if !slices.Contains(listed, d) {
			t.Errorf("not in the list: %s", d)
		}
	}
	for _, d := range listed {
		if !slices.Contains(found, d) {
			t.Errorf("in the list and no longer there: %s", d)
		}
	}
}

// operations are the operations of a document by method and path.
func operations(doc *openapi3.T, prefix string) map[string]*openapi3.Operation {
	out := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			out[method+" "+prefix+path] = op
		}
	}
	return out
}

func compare(ours, theirs map[string]*openapi3.Operation) []string {
	var out []string
	for name, op := range theirs {
		mine := ours[name]
		if mine == nil {
			out = append(out, name+": only theirs")
			continue
		}
		out = append(out, diff(name+": ", facts(mine), facts(op))...)
	}
	for name := range ours {
		if theirs[name] == nil {
			out = append(out, name+": only ours")
		}
	}
	return out
}

func diff(prefix string, ours, theirs map[string]string) []string {
	var out []string
	for k, v := range theirs {
		if mine, ok := ours[k]; !ok {
			out = append(out, prefix+k+" only theirs")
		} else if mine != v {
			out = append(out, fmt.Sprintf("%s%s ours %s, theirs %s", prefix, k, mine, v))
		}
	}
	for k := range ours {
		if _, ok := theirs[k]; !ok {
			out = append(out, prefix+k+" only ours")
		}
	}
	return out
}

// facts are what is compared of an operation: parameters, statuses, and the members of
// bodies and answers.
func facts(op *openapi3.Operation) map[string]string {
	out := map[string]string{}
	for _, p := range op.Parameters {
		out[p.Value.In+" "+strings.ToLower(p.Value.Name)] = map[bool]string{true: "required", false: "optional"}[p.Value.Required]
	}
	if op.RequestBody != nil {
		for _, m := range op.RequestBody.Value.Content {
			members(out, "body ", m.Schema)
		}
	}
	for status, r := range op.Responses.Map() {
		out["status "+status] = "there"
		if status != "200" && status != "201" {
			continue
		}
		for _, m := range r.Value.Content {
			members(out, "answer ", m.Schema)
		}
	}
	return out
}

func members(out map[string]string, prefix string, s *openapi3.SchemaRef) {
	if s == nil || s.Value == nil {
		return
	}
	for name := range s.Value.Properties {
		out[prefix+name] = "there"
	}
	for _, one := range s.Value.OneOf {
		members(out, prefix, one)
	}
}

// TestGeneratedDifferences keeps docs/differences.md what the list says.
func TestGeneratedDifferences(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# Where our OpenAPI documents differ from Adobe's\n\nGenerated from specs/differences.yaml, which a test compares with both; `make docs` writes it again.\n")
	for _, r := range reasons(t) {
		fmt.Fprintf(&b, "\n%s\n\n", r.Reason)
		for _, d := range r.Differences {
			fmt.Fprintf(&b, "- `%s`\n", d)
		}
	}
	file := filepath.Join("..", "docs", "differences.md")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != b.String() {
		t.Errorf("%s is not up to date: make docs (%v)", file, err)
	}
}
