package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// The folders list their rules, and All lists the folders: no rule is left out on the way,
// and no evidence lies there that no rule is judged on.
func TestAll_HasEveryRuleOfEveryFolder(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok {
				if s, ok := lit.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Rule" {
					declared++
				}
			}
			return true
		})
	}
	if listed := len(All()); listed == 0 || listed != declared {
		t.Errorf("All has %d rules, and the folders declare %d", listed, declared)
	}
	used := map[string]bool{}
	for _, r := range All() {
		used[fixture(r)] = true
	}
	evidence, err := filepath.Glob("*/testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range evidence {
		if !used[filepath.ToSlash(file)] {
			t.Errorf("%s is the evidence of no rule", file)
		}
	}
}
