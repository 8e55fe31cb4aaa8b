package scenarios

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rules"
)

var measuredReport = flag.String("measured", "", "write evidence.tsv again from this report.json of the reference service")

// What begins first is known of most scenarios, and of none that is gone.
func TestLengths_AreOfScenariosThatAreThere(t *testing.T) {
	t.Parallel()
	list, err := List()
	if err != nil {
		t.Fatal(err)
	}
	long := Lengths()
	known := 0
	for _, s := range list {
		if long[s.Text] > 0 {
			known++
		}
		delete(long, s.Text)
	}
	if known < len(list)*2/3 || len(long) > 0 {
		t.Errorf("%d of %d scenarios have a length, and %v, which are gone: make coverage", known, len(list), long)
	}
}

// Every rule that looks at evidence has a scenario that makes it.
func TestEvidence_IsMadeForEveryRule(t *testing.T) {
	if *measuredReport != "" {
		measure(t, *measuredReport)
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

// scenario is what a report says of one.
type scenario struct {
	Name    string
	Seconds float64
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
		Scenarios []scenario
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
		var names []string
		for _, i := range r.Scenarios {
			names = append(names, in.Scenarios[i].Name)
		}
		slices.Sort(names) // runs begin in different orders
		for _, name := range names {
			b.WriteString(r.ID + "\t" + name + "\n")
		}
	}
	if err := os.WriteFile("evidence.tsv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	slices.SortFunc(in.Scenarios, func(a, b scenario) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range in.Scenarios {
		fmt.Fprintf(&b, "%.0f\t%s\n", s.Seconds, s.Name)
	}
	if err := os.WriteFile("lengths.tsv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
