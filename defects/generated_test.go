package defects

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	known "github.com/passproof/passproof/harness/reference/defects"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
)

var update = flag.Bool("update", false, "write the generated docs again")

// TestGeneratedDocs keeps docs/rules.md and docs/defects.md what the values say.
func TestGeneratedDocs(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{"../docs/rules.md": catalogue(), "../docs/defects.md": matrix()} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s is not up to date: make docs (%v)", file, err)
		}
	}
}

// catalogue is a page with every rule.
func catalogue() string {
	var b strings.Builder
	b.WriteString("# The rules\n\nGenerated from the rules; `make docs` writes it again.\n")
	for _, phase := range rule.Phases {
		fmt.Fprintf(&b, "\n## %s%s\n", strings.ToUpper(string(phase[:1])), phase[1:])
		for _, r := range rules.All() {
			if r.Phase == phase {
				describe(&b, r)
			}
		}
	}
	return b.String()
}

func describe(b *strings.Builder, r *rule.Rule) {
	fmt.Fprintf(b, "\n### %s\n\n**%s** %s\n\n", r.ID, r.Level, r.Statement)
	fmt.Fprintf(b, "- Why: %s\n- Remedy: %s\n", r.Why, r.Remedy)
	if r.Feature != "" {
		fmt.Fprintf(b, "- Feature: `%s`\n", r.Feature)
	}
	if r.Occasion != "" {
		fmt.Fprintf(b, "- Counted: each %s\n- Inconclusive when: %s\n", r.Occasion, r.Missing)
	}
	if r.Attest != "" {
		fmt.Fprintf(b, "- To be attested: %s\n", r.Attest)
	}
	for _, ed := range rule.Editions {
		if r.In(ed) != r.Level {
			fmt.Fprintf(b, "- Edition %s: %s\n", ed.Name, r.In(ed))
		}
	}
	for _, s := range r.Sources {
		fmt.Fprintf(b, "- Source: `%s`\n", s)
	}
	for _, d := range known.Breaking(r.ID) {
		fmt.Fprintf(b, "- Defect: `%s`: %s\n", d.Name, d.Summary)
	}
}

// matrix is the table rule by defect, as declared; TestDefects proves the declaration.
func matrix() string {
	var b strings.Builder
	b.WriteString("# Defects\n\nEach is a single wrong behaviour of the reference Programmer Service (`programmer --defect NAME`).\n" +
		"`make defects` certifies the service with each of them and fails unless exactly these rules break.\n" +
		"Generated from the defects; `make docs` writes it again.\n\n| defect | what the service does wrong | rules that it breaks |\n|---|---|---|\n")
	for _, d := range known.All {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.Name, d.Summary, strings.Join(d.Breaks, ", "))
	}
	b.WriteString("\n| rule | broken by |\n|---|---|\n")
	for _, r := range rules.All() {
		var names []string
		for _, d := range known.Breaking(r.ID) {
			names = append(names, "`"+d.Name+"`")
		}
		slices.Sort(names)
		fmt.Fprintf(&b, "| %s | %s |\n", r.ID, strings.Join(names, ", "))
	}
	return b.String()
}
