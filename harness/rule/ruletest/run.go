package ruletest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Run proves every rule of one phase on its written evidence in dir, and that the
// list of the phase has every rule of the folder.
func Run(t *testing.T, rules []*rule.Rule, dir string) {
	t.Helper()
	complete(t, rules, filepath.Dir(dir))
	for _, r := range rules {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			described(t, r)
			if r.Check == nil {
				return // there is nothing to prove: it can only be attested
			}
			prove(t, r, filepath.Join(dir, fileName(r.ID)+".txtar"))
		})
	}
}

// described refuses a rule that a reader of a report could do nothing with.
func described(t *testing.T, r *rule.Rule) {
	t.Helper()
	told := map[string]string{"Statement": r.Statement, "Why": r.Why, "Remedy": r.Remedy}
	if r.Check == nil {
		told["Attest or Check"] = r.Attest
	} else {
		told["Occasion"], told["Missing"] = r.Occasion, r.Missing
	}
	for name, text := range told {
		if text == "" {
			t.Errorf("%s has no %s", r.ID, name)
		}
	}
	if len(r.Sources) == 0 || r.Sources[0].Page == "" || r.Sources[0].Anchor == "" {
		t.Errorf("%s has no source with page and anchor", r.ID)
	}
}

// outcomes are the verdicts that sections are named for.
var outcomes = map[string]rule.Outcome{
	"pass": rule.Pass, "fail": rule.Fail, "warn": rule.Warning, "info": rule.Info,
	"inconclusive": rule.Inconclusive, "n/a": rule.NotApplicable, "attested": rule.Attested,
}

func prove(t *testing.T, r *rule.Rule, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%s has no evidence: %v", r.ID, err)
	}
	var seen []rule.Outcome
	for _, f := range txtar.Parse(raw).Files {
		name, _, ok := strings.Cut(f.Name, ": ")
		want := outcomes[name]
		if !ok || want == "" {
			t.Fatalf("%s: section %q is not named “pass: …”, “fail: …”, “warn: …”, “info: …”, “inconclusive: …”, “n/a: …” or “attested: …”", file, f.Name)
		}
		seen = append(seen, want)
		t.Run(f.Name, func(t *testing.T) {
			w, err := Parse(string(f.Data))
			if err != nil {
				t.Fatalf("%s: section %q: %v", file, f.Name, err)
			}
			compare(t, judge(r, w), want, w.Wants)
		})
	}
	for _, o := range unshown(r, seen) {
		t.Errorf("%s: no section shows %s: a rule shows what keeps it, what breaks it and what leaves it open", file, o)
	}
}

// unshown are the verdicts that written evidence of a rule must show, and does not.
func unshown(r *rule.Rule, seen []rule.Outcome) []rule.Outcome {
	must := []rule.Outcome{
		rule.Pass, map[rule.Level]rule.Outcome{rule.Must: rule.Fail, rule.Should: rule.Warning, rule.May: rule.Info}[r.Level], rule.Inconclusive,
	}
	if r.Attest != "" {
		must[0] = rule.Attested
	}
	return slices.DeleteFunc(must, func(o rule.Outcome) bool { return slices.Contains(seen, o) })
}

func judge(r *rule.Rule, w *Written) rule.Verdict {
	return rule.Judge([]*rule.Rule{r}, rule.NewEvidence(w.Entries, w.Edition, w.Declared))[0]
}

func compare(t *testing.T, v rule.Verdict, want rule.Outcome, wants map[journal.ID][]string) {
	t.Helper()
	if v.Outcome != want {
		t.Errorf("verdict %s, want %s (%s)", v.Outcome, want, v.Reason)
	}
	for _, f := range v.Findings {
		at := f.Proof[len(f.Proof)-1]
		i := slices.IndexFunc(wants[at], func(w string) bool { return regexp.MustCompile(w).MatchString(f.Text) })
		if i < 0 {
			t.Errorf("entry %d: nobody wants the complaint %q; wanted there: %q", at, f.Text, wants[at])
			continue
		}
		wants[at] = slices.Delete(wants[at], i, i+1)
	}
	for at, left := range wants {
		for _, w := range left {
			t.Errorf("entry %d: no complaint matches %q", at, w)
		}
	}
}
