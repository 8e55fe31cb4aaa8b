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
	aside := Outcome{Scenario: "Being signed in", Labels: []string{"authentication"}, State: "skipped", Message: "nobody knows the device (/src/scenarios/profiles.go:48)"}
	twice := Outcome{Scenario: "Signing in twice", Labels: []string{"authentication"}, State: "failed", Message: "the evidence did not come about:\nthe login of tv gave no code\nthe login of box gave no code (/src/scenarios/suite.go:133)"}
	late := Outcome{Scenario: "Playing", Labels: []string{"authorization"}, State: "timedout"}
	fine := Outcome{Scenario: "Registering", Labels: []string{"registration"}, State: "passed"}
	for name, c := range map[string]struct {
		phase    rule.Phase
		outcomes []Outcome
		want     string
	}{
		"of another phase alone":        {rule.Logout, []Outcome{fine}, "; no scenario of the phase logout was played"},
		"all was observed":              {rule.Registration, []Outcome{fine, again}, `; not observed in scenario "Signing out again": the configuration maps no logout, no metadata verb`},
		"played to its end":             {rule.Registration, []Outcome{fine, fine}, `; played to the end, scenario "Registering" and 1 more gave no occasion`},
		"a verb":                        {rule.Logout, []Outcome{fine, out}, `; not observed in scenario "Signing out": the configuration maps no logout verb`},
		"a verb that metadata is not":   {rule.Logout, []Outcome{out, again}, `; not observed in scenario "Signing out" and 1 more: the configuration maps no logout verb`},
		"a verb that does not matter":   {rule.Authorization, []Outcome{many}, `; played to the end, scenario "Many devices" gave no occasion`},
		"a scenario that failed":        {rule.Authentication, []Outcome{many, in}, `; not observed in scenario "Signing in": it failed: no code`},
		"one that ran out of time":      {rule.Authorization, []Outcome{many, late}, `; not observed in scenario "Playing": it ran out of time`},
		"of another phase":              {rule.Preauthorization, []Outcome{in, late}, "; no scenario of the phase preauthorization was played"},
		"of a phase without scenarios":  {rule.Headers, []Outcome{fine, in}, `; not observed in scenario "Signing in": it failed: no code`},
		"the worst of several":          {rule.Authentication, []Outcome{aside, in, twice}, `; not observed in scenario "Signing in" and 1 more: it failed: no code`},
		"headlines and places":          {rule.Authentication, []Outcome{twice}, `; not observed in scenario "Signing in twice": it failed: the login of tv gave no code`},
		"one that skipped itself":       {rule.Authentication, []Outcome{aside}, `; not observed in scenario "Being signed in": it was skipped: nobody knows the device`},
		"none was played, and none is":  {rule.Headers, nil, "; the scenarios that were played gave no occasion"},
		"a verb, without scenarios":     {rule.Headers, []Outcome{out, in}, `; not observed in scenario "Signing out": the configuration maps no logout verb`},
		"a verb in another's scenarios": {rule.Logout, []Outcome{many}, `; not observed in scenario "Many devices": the configuration maps no logout verb`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := &rule.Rule{Phase: c.phase}
			verdicts := []rule.Verdict{{Rule: of, Outcome: rule.Inconclusive, Reason: "nothing"}, {Rule: of, Outcome: rule.Pass}, {Rule: of, Outcome: rule.NotApplicable, Reason: "n/a"}}
			explain(verdicts, c.outcomes, "")
			if got := verdicts[0].Reason; got != "nothing"+c.want {
				t.Errorf("reason %q, want %q", got, "nothing"+c.want)
			}
			if verdicts[1].Reason != "" || verdicts[2].Reason != "n/a" {
				t.Errorf("others are explained too: %+v", verdicts[1:])
			}
		})
	}
}

func TestExplain_SubjectThatCouldNotBeUsed(t *testing.T) {
	t.Parallel()
	verdicts := []rule.Verdict{{Rule: &rule.Rule{Phase: rule.Logout}, Outcome: rule.Inconclusive, Reason: "nobody signed out"}}
	explain(verdicts, nil, "the subject could not be used")
	if got, want := verdicts[0].Reason, "nobody signed out; no scenario was played: the subject could not be used"; got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
}
