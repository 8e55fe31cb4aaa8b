package rule_test

import (
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Which scenarios a rule rests on is told by the acts that prove its cases, and by the
// devices that its exchanges were made for, and by the instances in whose networks others were seen.
func TestJudge_TellsWhichScenariosAVerdictRestsOn(t *testing.T) {
	t.Parallel()
	tv, phone := appear(1, "tv", "192.0.2.1"), appear(2, "phone", "192.0.2.2")
	tv.Scenario, phone.Scenario = "Watching", "Signing in"
	play := did(3, 5, "play", "tv")
	play.Scenario = "Watching"
	known, foreign := exchange(4, 6, "profiles"), exchange(5, 7, "profiles")
	known.Address, foreign.Address = "192.0.2.2", "203.0.113.9"
	start := did(89, 0, "start", "")
	start.Scenario, start.Args = "Moving", map[string]any{"network": "n7"}
	query := &journal.Query{ID: 90, Asked: at(1), Network: "n7"}
	r := &rule.Rule{ID: "X", Level: rule.Must, Grain: rule.Run, Check: func(e *rule.Evidence) []rule.Case {
		cases := []rule.Case{rule.Prove(nil, known, foreign)}
		for _, a := range e.Did("play") {
			cases = append(cases, rule.Prove(nil, a))
		}
		for _, q := range e.Queries {
			cases = append(cases, rule.Prove(nil, q))
		}
		return append(cases, rule.Prove(nil, foreign))
	}}
	v := rule.Judge([]*rule.Rule{r}, evidence(tv, phone, play, known, foreign, start, query))[0]
	if want := []string{"Moving", "Signing in", "Watching"}; !slices.Equal(v.Scenarios, want) {
		t.Errorf("rests on %q, want %q", v.Scenarios, want)
	}
}
