package rule_test

import (
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

// Which scenarios a rule rests on is told by the acts that prove its cases, and by the
// devices that its exchanges were made for.
func TestJudge_TellsWhichScenariosAVerdictRestsOn(t *testing.T) {
	t.Parallel()
	tv, phone := appear(1, "tv", "192.0.2.1"), appear(2, "phone", "192.0.2.2")
	tv.Scenario, phone.Scenario = "Watching", "Signing in"
	play := did(3, 5, "play", "tv")
	play.Scenario = "Watching"
	known, foreign := exchange(4, 6, "profiles"), exchange(5, 7, "profiles")
	known.Address, foreign.Address = "192.0.2.2", "203.0.113.9"
	r := &rule.Rule{ID: "X", Level: rule.Must, Grain: rule.Run, Check: func(e *rule.Evidence) []rule.Case {
		cases := []rule.Case{rule.Prove(nil, known, foreign)}
		for _, a := range e.Did("play") {
			cases = append(cases, rule.Prove(nil, a))
		}
		return append(cases, rule.Prove(nil, foreign))
	}}
	v := rule.Judge([]*rule.Rule{r}, evidence(tv, phone, play, known, foreign))[0]
	if want := []string{"Signing in", "Watching"}; !slices.Equal(v.Scenarios, want) {
		t.Errorf("rests on %q, want %q", v.Scenarios, want)
	}
}
