package certification

import (
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	out := Outcome{Scenario: "Signing out", Labels: []string{"logout"}, State: "skipped", Unmapped: []string{"logout"}}
	again := Outcome{Scenario: "Signing out again", Labels: []string{"logout"}, State: "skipped", Unmapped: []string{"logout", "metadata"}}
	many := Outcome{Scenario: "Many devices", Labels: []string{"authentication", "authorization"}, State: "skipped", Unmapped: []string{"logout"}}
	in := Outcome{Scenario: "Signing in", Labels: []string{"authentication"}, State: "failed", Message: "no code"}
	late := Outcome{Scenario: "Playing", Labels: []string{"authorization"}, State: "timedout"}
	fine := Outcome{Scenario: "Registering", Labels: []string{"registration"}, State: "passed"}
	for name, c := range map[string]struct {
		phase    rule.Phase
		outcomes []Outcome
		want     string
	}{
		"all was observed":              {rule.Logout, []Outcome{fine}, ""},
		"a verb":                        {rule.Logout, []Outcome{fine, out}, `; not observed in scenario "Signing out": the configuration maps no logout verb`},
		"a verb that metadata is not":   {rule.Logout, []Outcome{out, again}, `; not observed in scenario "Signing out" and 1 more: the configuration maps no logout verb`},
		"a verb that does not matter":   {rule.Authorization, []Outcome{many}, ""},
		"a scenario that failed":        {rule.Authentication, []Outcome{many, in}, `; not observed in scenario "Signing in": it failed`},
		"one that ran out of time":      {rule.Authorization, []Outcome{many, late}, `; not observed in scenario "Playing": it ran out of time`},
		"of another phase":              {rule.Preauthorization, []Outcome{in, late}, ""},
		"of a phase without scenarios":  {rule.Headers, []Outcome{fine, in}, `; not observed in scenario "Signing in": it failed`},
		"a verb, without scenarios":     {rule.Headers, []Outcome{out, in}, `; not observed in scenario "Signing out": the configuration maps no logout verb`},
		"a verb in another's scenarios": {rule.Logout, []Outcome{many}, `; not observed in scenario "Many devices": the configuration maps no logout verb`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := &rule.Rule{Phase: c.phase}
			verdicts := []rule.Verdict{{Rule: of, Outcome: rule.Inconclusive, Reason: "nothing"}, {Rule: of, Outcome: rule.Pass}, {Rule: of, Outcome: rule.NotApplicable, Reason: "n/a"}}
			explain(verdicts, c.outcomes)
			if got := verdicts[0].Reason; got != "nothing"+c.want {
				t.Errorf("reason %q, want %q", got, "nothing"+c.want)
			}
			if verdicts[1].Reason != "" || verdicts[2].Reason != "n/a" {
				t.Errorf("others are explained too: %+v", verdicts[1:])
			}
		})
	}
}
