package defects

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	known "github.com/passproof/passproof/harness/reference/defects"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
	"github.com/passproof/passproof/scenarios"
)

var update = flag.Bool("update", false, "write the generated docs again")

// TestGeneratedDocs keeps docs/rules.md, the page of each rule and docs/defects.md what
// the values say, and no page of a rule that is gone.
func TestGeneratedDocs(t *testing.T) {
	t.Parallel()
	pages := map[string]string{"../docs/rules.md": catalogue(), "../docs/defects.md": matrix()}
	for _, r := range rules.All() {
		pages["../docs/rules/"+r.ID+".md"] = page(t, r)
	}
	old, err := filepath.Glob("../docs/rules/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range old {
		if _, ok := pages[filepath.ToSlash(file)]; ok {
			continue
		}
		if !*update {
			t.Errorf("%s is of no rule: make docs", file)
		} else if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range pages {
		if *update {
			write(t, file, want)
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s is not up to date: make docs (%v)", file, err)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// catalogue is a page that lists every rule.
func catalogue() string {
	var b strings.Builder
	b.WriteString("# The rules\n\nGenerated from the rules; `make docs` writes it again. Each has a page with why, source, remedy and examples.\n")
	for _, phase := range rule.Phases {
		fmt.Fprintf(&b, "\n## %s%s\n\n| rule | level | statement |\n|---|---|---|\n", strings.ToUpper(string(phase[:1])), phase[1:])
		for _, r := range rules.All() {
			if r.Phase == phase {
				fmt.Fprintf(&b, "| [%s](rules/%s.md) | %s | %s |\n", r.ID, r.ID, r.Level, r.Statement)
			}
		}
	}
	return b.String()
}

// page is the page of one rule.
func page(t *testing.T, r *rule.Rule) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n**%s** %s\n\n", r.ID, r.Level, r.Statement)
	fmt.Fprintf(&b, "- Why: %s\n- Remedy: %s\n", r.Why, r.Remedy)
	if r.Feature != "" {
		fmt.Fprintf(&b, "- Feature: `%s`; N/A to services that do not declare it\n", r.Feature)
	}
	if r.Occasion != "" {
		fmt.Fprintf(&b, "- Counted: each %s\n- Inconclusive when: %s\n", r.Occasion, r.Missing)
	}
	if r.Passive {
		b.WriteString("- Recorded traffic can be judged by it: `passproof lint`\n")
	}
	if r.Attest != "" {
		fmt.Fprintf(&b, "- To be attested: %s\n", r.Attest)
	}
	for _, ed := range rule.Editions {
		if r.In(ed) != r.Level {
			fmt.Fprintf(&b, "- Edition %s: %s\n", ed.Name, r.In(ed))
		}
	}
	for _, s := range r.Sources {
		if link := s.Link(); link != "" {
			fmt.Fprintf(&b, "- Source: [`%s`](%s)\n", s, link)
		} else {
			fmt.Fprintf(&b, "- Source: `%s`\n", s)
		}
	}
	for _, d := range known.Breaking(r.ID) {
		fmt.Fprintf(&b, "- Defect: `%s`: %s\n", d.Name, d.Summary)
	}
	for _, v := range scenarios.WindowsOf(r.ID) {
		quick := v.Quick.String()
		if v.Quick == 0 {
			quick = "not watched"
		}
		fmt.Fprintf(&b, "- Window: %s: %s at `--depth quick`, %v at `--depth full`\n", v.What, quick, v.Full)
	}
	for _, text := range scenarios.EvidenceFor(r.ID) {
		if text == scenarios.Everywhere {
			text = "most of them"
		}
		fmt.Fprintf(&b, "- Scenario: %s\n", text)
	}
	if r.Check != nil {
		examples(t, &b, r)
	}
	return b.String()
}

// examples shows evidence that the rule's own tests judge: first what keeps it, then
// what breaks it.
func examples(t *testing.T, b *strings.Builder, r *rule.Rule) {
	t.Helper()
	good, bad, err := rules.Examples(r)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(b, "\n## Good: %s\n\n```text\n%s```\n\n## Bad: %s\n\n```text\n%s```\n", good.Title, good.Evidence, bad.Title, bad.Evidence)
}

// matrix is the table rule by defect, as declared; TestDefects proves the declaration.
func matrix() string {
	var b strings.Builder
	b.WriteString("# Defects\n\nEach is a single wrong behaviour of the reference Programmer Service (`programmer --defect NAME`).\n" +
		"`make defects` certifies the service with each of them and fails unless these rules break, and no other but those that may break with them.\n" +
		"Generated from the defects; `make docs` writes it again.\n\n| defect | what the service does wrong | rules that it breaks | rules that may break with them |\n|---|---|---|---|\n")
	for _, d := range known.All {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.Name, d.Summary, strings.Join(d.Breaks, ", "), strings.Join(d.May(), ", "))
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
