package ruletest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

// Evidence that leaves a verdict out is refused, whatever the rule's level.
func TestUnshown_IsWhatEvidenceLeavesOut(t *testing.T) {
	t.Parallel()
	must, should := &rule.Rule{Level: rule.Must}, &rule.Rule{Level: rule.Should}
	attested := &rule.Rule{Level: rule.Must, Attest: "where it is written"}
	for name, c := range map[string]struct {
		rule *rule.Rule
		seen []rule.Outcome
		want []rule.Outcome
	}{
		"nothing shown":        {must, nil, []rule.Outcome{rule.Pass, rule.Fail, rule.Inconclusive}},
		"all shown":            {must, []rule.Outcome{rule.Inconclusive, rule.Fail, rule.Pass}, nil},
		"no pass":              {must, []rule.Outcome{rule.Inconclusive, rule.Fail}, []rule.Outcome{rule.Pass}},
		"nothing inconclusive": {should, []rule.Outcome{rule.Warning, rule.Pass}, []rule.Outcome{rule.Inconclusive}},
		"a SHOULD that fails":  {should, []rule.Outcome{rule.Fail, rule.Pass, rule.Inconclusive}, []rule.Outcome{rule.Warning}},
		"never passes":         {attested, []rule.Outcome{rule.Fail, rule.Pass, rule.Inconclusive}, []rule.Outcome{rule.Attested}},
	} {
		if got := unshown(c.rule, c.seen); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A rule that somebody forgets to list would never be judged.
func TestFaults_AreRulesThatTheListLacks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	source := "package x\n\nvar PollInterval = &rule.Rule{ID: \"AUTHN-POLL-INTERVAL\"}\n\nvar Unauthorized = &rule.Rule{}\n\nvar other = &thing{}\n"
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	names := declared(t, dir)
	if !slices.Equal(names, []string{"PollInterval", "Unauthorized"}) {
		t.Fatalf("declared: %v", names)
	}
	poll, unauthorized := &rule.Rule{ID: "AUTHN-POLL-INTERVAL"}, &rule.Rule{ID: "REG-401"}
	for _, c := range []struct {
		list []*rule.Rule
		want string
	}{
		{[]*rule.Rule{poll, unauthorized}, ""},
		{[]*rule.Rule{unauthorized}, "rule PollInterval is in the folder and not in the list"},
		{[]*rule.Rule{poll, poll, unauthorized}, "AUTHN-POLL-INTERVAL is listed twice"},
		{[]*rule.Rule{poll, unauthorized, {ID: "AUTHN-GONE"}}, `a rule "gone" that no variable`},
	} {
		if got := strings.Join(faults(c.list, names), "\n"); (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("faults %q, want %q", got, c.want)
		}
	}
}
