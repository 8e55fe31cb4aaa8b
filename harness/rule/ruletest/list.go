package ruletest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

// complete compares the list of a phase with the rules that its folder declares.
func complete(t *testing.T, rules []*rule.Rule, dir string) {
	t.Helper()
	for _, fault := range faults(rules, declared(t, dir)) {
		t.Error(fault)
	}
}

// faults is what is wrong between a list and the names of the rules that its folder declares.
func faults(rules []*rule.Rule, names []string) (faults []string) {
	listed := map[string]bool{}
	for _, r := range rules {
		if listed[plain(r.ID)] {
			faults = append(faults, r.ID+" is listed twice")
		}
		listed[plain(r.ID)] = true
	}
	for _, name := range names {
		if !listed[strings.ToLower(name)] {
			faults = append(faults, "rule "+name+" is in the folder and not in the list of its phase, or its name is not its ID")
		}
		delete(listed, strings.ToLower(name))
	}
	for _, id := range slices.Sorted(maps.Keys(listed)) {
		faults = append(faults, fmt.Sprintf("the list has a rule %q that no variable of the folder is named for", id))
	}
	return faults
}

// matter is an ID without its phase: "POLL-INTERVAL".
func matter(id string) string {
	_, name, _ := strings.Cut(id, "-")
	return name
}

// plain is how the variable of a rule is spelled, in lower case. Go names cannot begin
// with a digit, so statuses are spelled as net/http calls them.
func plain(id string) string {
	return statuses.Replace(strings.ToLower(strings.ReplaceAll(matter(id), "-", "")))
}

var statuses = strings.NewReplacer("401", "unauthorized", "429", "toomanyrequests")

// fileName is how the file of a rule is called.
func fileName(id string) string { return strings.ToLower(strings.ReplaceAll(matter(id), "-", "_")) }

// declared returns the names of the variables of a folder that hold a rule.
func declared(t *testing.T, dir string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				if v := s.(*ast.ValueSpec); len(v.Values) == 1 && isRule(v.Values[0]) {
					names = append(names, v.Names[0].Name)
				}
			}
		}
	}
	return names
}

// isRule tells whether an expression is &rule.Rule{…}.
func isRule(e ast.Expr) bool {
	u, ok := e.(*ast.UnaryExpr)
	if !ok || u.Op != token.AND {
		return false
	}
	c, ok := u.X.(*ast.CompositeLit)
	if !ok {
		return false
	}
	s, ok := c.Type.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Rule"
}
