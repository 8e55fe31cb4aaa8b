package scenarios

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rules"
)

var report = flag.String("measured", "", "write evidence.tsv again from this report.json of the reference service")

// Every rule that looks at evidence has a scenario that makes it.
func TestEvidence_IsMadeForEveryRule(t *testing.T) {
	if *report != "" {
		measure(t, *report)
		return // what is embedded is what was there before
	}
	list, err := List()
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{Everywhere: true}
	for _, s := range list {
		there[s.Text] = true
	}
	for _, r := range rules.All() {
		made := EvidenceFor(r.ID)
		if len(made) == 0 && r.Check != nil && r.Attest == "" {
			t.Errorf("no scenario makes evidence for %s: make coverage, or write one", r.ID)
		}
		for _, text := range made {
			if !there[text] {
				t.Errorf("the evidence of %s is made by %q, which is no scenario: make coverage", r.ID, text)
			}
		}
	}
	if got := EvidenceFor("AUTHN-POLL"); got != nil {
		t.Errorf("a rule that does not exist has evidence by %q", got)
	}
}

// measure writes down what a run has shown.
func measure(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		Rules []struct {
			ID        string
			Scenarios []int
		}
		Scenarios []struct{ Name string }
	}
	if err := json.Unmarshal(text, &in); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range in.Rules {
		if len(r.Scenarios) > len(in.Scenarios)/2 {
			b.WriteString(r.ID + "\t" + Everywhere + "\n")
			continue
		}
		for _, i := range r.Scenarios {
			b.WriteString(r.ID + "\t" + in.Scenarios[i].Name + "\n")
		}
	}
	if err := os.WriteFile("evidence.tsv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
