package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

// of makes verdicts: "MUST PASS 3" is three of them.
func of(t *testing.T, counts ...string) []rule.Verdict {
	t.Helper()
	var out []rule.Verdict
	for _, c := range counts {
		var level rule.Level
		var outcome rule.Outcome
		var n int
		if _, err := fmt.Sscan(c, &level, &outcome, &n); err != nil {
			t.Fatal(err)
		}
		for range n {
			r := &rule.Rule{ID: fmt.Sprintf("X-%d", len(out)), Phase: rule.Logout, Level: level}
			v := rule.Verdict{Rule: r, Level: level, Outcome: outcome, Reason: "r"}
			if outcome == rule.Fail || outcome == rule.Warning {
				v.Findings = []rule.Finding{{Outcome: outcome, Text: "f"}}
			}
			if outcome == rule.Attested {
				v.Attestation = &rule.Attestation{}
			}
			out = append(out, v)
		}
	}
	return out
}

func TestResult(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verdicts     []string
		partial      bool
		want         string
		code, strict int
		failures     int // of the suite of the result
	}{
		"all proven":                 {[]string{"MUST PASS 3", "MUST N/A 1", "MUST ATTESTED 2"}, false, "PASS: no MUST is broken or inconclusive", 0, 0, 0},
		"a SHOULD is left open":      {[]string{"MUST PASS 3", "SHOULD INCONCLUSIVE 2"}, false, "PASS: no MUST is broken or inconclusive; 2 SHOULD or MAY inconclusive", 0, 0, 0},
		"some are left open":         {[]string{"MUST PASS 3", "MUST WARN 1", "MUST INCONCLUSIVE 4", "MUST N/A 1"}, false, "PARTLY PROVEN: no MUST is broken, 4 of 8 are inconclusive, which --strict refuses", 0, 4, 0},
		"most are left open":         {[]string{"MUST PASS 3", "MUST ATTESTED 2", "MUST INCONCLUSIVE 4"}, false, "PARTLY PROVEN: no MUST is broken, 4 of 9 are inconclusive, which --strict refuses", 0, 4, 0},
		"most, of part of a run":     {[]string{"MUST PASS 3", "MUST INCONCLUSIVE 4"}, true, "PARTLY PROVEN: no MUST is broken, 4 of 7 are inconclusive, which --strict refuses", 0, 4, 0},
		"nothing, of part of a run":  {[]string{"MUST INCONCLUSIVE 4", "MUST ATTESTED 2"}, true, "NOT PROVEN: nothing was seen that decides a rule", 4, 4, 1},
		"one broken":                 {[]string{"MUST FAIL 1", "MUST PASS 1"}, false, "FAIL: a MUST is broken", 1, 1, 0},
		"some broken, most unproven": {[]string{"MUST FAIL 2", "MUST INCONCLUSIVE 5"}, false, "FAIL: 2 MUSTs are broken, 5 of 7 are inconclusive", 1, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := New(Meta{Partial: c.partial}, of(t, c.verdicts...), nil)
			if got := r.Result(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if got, strict := r.ExitCode(false), r.ExitCode(true); got != c.code || strict != c.strict {
				t.Errorf("exit codes %d and, strict, %d; want %d and %d", got, strict, c.code, c.strict)
			}
			if got := r.junitResult().Failures; got != c.failures {
				t.Errorf("%d failures in the suite of the result, want %d", got, c.failures)
			}
			for _, page := range []func(io.Writer) error{func(w io.Writer) error { return r.Text(w, TextOptions{Quiet: true}) }, r.Markdown, r.JSON, r.JUnit} {
				if text := write(t, page); !strings.Contains(text, c.want) {
					t.Errorf("a page does not tell %q:\n%s", c.want, text)
				}
			}
		})
	}
}
