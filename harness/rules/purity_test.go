package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

// A rule looks at evidence and at nothing else. What it may import is this list; to
// lengthen it is a decision, not a convenience.
var allowed = strings.Fields(`bytes cmp encoding/base64 encoding/json errors fmt iter maps math mime net/netip net/url regexp slices
	sort strconv strings time unicode github.com/passproof/passproof/harness/rule github.com/passproof/passproof/mockpass/journal`)

// clocks are the names of package time that a rule has no use for.
var clocks = strings.Fields("Now Since Until Sleep After AfterFunc Tick NewTicker NewTimer")

func TestRulesArePure(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Dir(path) == "." {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		for _, imp := range f.Imports {
			if p, _ := strconv.Unquote(imp.Path.Value); !slices.Contains(allowed, p) {
				t.Errorf("%v: a rule may not import %q", set.Position(imp.Pos()), p)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clocks, sel.Sel.Name) {
				t.Errorf("%v: a rule has no clock: time.%s", set.Position(sel.Pos()), sel.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAll_HasEveryPhaseAndNoRuleTwice(t *testing.T) {
	t.Parallel()
	seen, phases := map[string]bool{}, map[string]bool{}
	for _, r := range All() {
		if seen[r.ID] {
			t.Errorf("%s is in the catalogue twice", r.ID)
		}
		seen[r.ID], phases[strings.ReplaceAll(string(r.Phase), "-", "")] = true, true
		if !slices.Contains(rule.Phases, r.Phase) {
			t.Errorf("%s has the phase %q, which is none", r.ID, r.Phase)
		}
	}
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.IsDir() && !phases[f.Name()] {
			t.Errorf("the rules of the folder %s are not in the catalogue", f.Name())
		}
	}
}
