package rule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// TestGrains_ActsComeAlong shows which acts a piece has: those of its devices, those
// that name its code, and those on the whole subject, each once and in order.
func TestGrains_ActsComeAlong(t *testing.T) {
	t.Parallel()
	login := did(3, 1, journal.Login, "tv")
	login.Answer = map[string]any{"code": "A"}
	activate := did(4, 2, journal.Activate, "phone") // the second screen
	activate.Args = map[string]any{"code": "A"}
	a, b := exchange(10, 1, "createSession"), exchange(11, 3, "createSession")
	a.Code, a.Device, b.Code, b.Device = "A", "d1", "B", "d2"
	entries := []journal.Entry{
		appear(1, "tv", "192.0.2.1"), appear(2, "phone", "192.0.2.2"), login, activate, a, b,
		did(5, 4, journal.Restart, ""), did(6, 5, journal.Play, "tv"), did(7, 6, journal.Play, "phone"),
	}
	for grain, want := range map[rule.Grain][]string{
		rule.Exchange: {"[10]+[]", "[11]+[]"},
		rule.Code:     {"[10]+[1 3 4 5 6]", "[11]+[5]"},
		rule.Device:   {"[10]+[1 3 5 6]", "[11]+[5]"},
		rule.Run:      {"[10 11]+[1 2 3 4 5 6 7]"},
	} {
		var got []string
		r := check(func(e *rule.Evidence) []rule.Case {
			got = append(got, fmt.Sprintf("%v+%v", ids(e.Exchanges), ids(e.Acts)))
			return nil
		})
		r.Grain = grain
		judge(r, entries...)
		if !slices.Equal(got, want) {
			t.Errorf("grain %d: %v, want %v", grain, got, want)
		}
	}
}

func TestJudge_IsDeterministic(t *testing.T) {
	t.Parallel()
	var entries []journal.Entry
	for i := range 50 {
		x := exchange(journal.ID(i+1), float64(i/5), "profiles")
		x.Device = fmt.Sprint("d", i*7%10)
		entries = append(entries, x)
	}
	r := check(func(e *rule.Evidence) []rule.Case {
		return rule.EachPair(e.Operations(), func(prev, next *journal.Exchange) *rule.Complaint {
			return rule.Complain("%d after %d", next.ID, prev.ID)
		})
	})
	r.Grain = rule.Device
	want := judge(r, entries...)
	slices.Reverse(entries)
	got := judge(r, entries...)
	if fmt.Sprint(got.Findings) != fmt.Sprint(want.Findings) || got.Cases != 40 {
		t.Errorf("%d cases; entries in another order make other findings:\n%v\n%v", got.Cases, got.Findings, want.Findings)
	}
}

func TestJudge_VerdictsStandInTheOrderOfTheRules(t *testing.T) {
	t.Parallel()
	var rules []*rule.Rule
	for i := range 20 {
		r := check(func(*rule.Evidence) []rule.Case { return nil })
		r.ID, r.Grain = fmt.Sprint("R", i), rule.Grain(i%5)
		rules = append(rules, r)
	}
	for i, v := range rule.Judge(rules, evidence(exchange(1, 0, "profiles"))) {
		if v.Rule != rules[i] || v.Outcome != rule.Inconclusive || v.Reason != "nothing was seen" {
			t.Errorf("verdict %d is %s %s: %s", i, v.Rule.ID, v.Outcome, v.Reason)
		}
	}
}

func TestJudge_TellsWhatProvesAndWhatIsMissing(t *testing.T) {
	t.Parallel()
	x, y := exchange(1, 0, "profiles"), exchange(2, 1, "profiles")
	query := &journal.Query{ID: 3, Asked: t0}
	v := judge(check(func(*rule.Evidence) []rule.Case {
		return []rule.Case{rule.Prove(nil, query), rule.Prove(nil, y), rule.Prove(rule.Complain("late"), x, y), rule.Prove(rule.Warn("hm"), y)}
	}), x, y, query)
	if v.Cases != 4 || !slices.Equal(v.Kept, []journal.ID{3}) {
		t.Errorf("%d cases, kept in %v; want 4 and the first, 3", v.Cases, v.Kept)
	}
	if got := fmt.Sprint(v.Findings); got != "[{FAIL late [1 2]} {WARN hm [2]}]" {
		t.Errorf("findings %s", got)
	}
	silent := &rule.Rule{ID: "X", Occasion: "poll", Grain: rule.Run, Check: func(*rule.Evidence) []rule.Case { return nil }}
	if v := judge(silent); v.Reason != "no poll" {
		t.Errorf("a rule that does not say what it misses: %q", v.Reason)
	}
}

func TestJudge_OneFaultyRuleLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	x := exchange(1, 0, "profiles")
	good := check(func(*rule.Evidence) []rule.Case { return []rule.Case{rule.Prove(nil, x)} })
	bad := check(func(*rule.Evidence) []rule.Case {
		var none *journal.Exchange
		return []rule.Case{rule.Prove(nil, none)}
	})
	unfinished := check(nil)
	verdicts := rule.Judge([]*rule.Rule{bad, good, unfinished}, evidence(x))
	for i, want := range []rule.Outcome{rule.Faulty, rule.Pass, rule.Faulty} {
		if verdicts[i].Outcome != want {
			t.Errorf("rule %d: %s, want %s", i, verdicts[i].Outcome, want)
		}
	}
}

func TestJudge_Mildness(t *testing.T) {
	t.Parallel()
	x := exchange(1, 0, "profiles")
	for level, want := range map[rule.Level]rule.Outcome{rule.Must: rule.Warning, rule.Should: rule.Warning, rule.May: rule.Info} {
		r := check(func(*rule.Evidence) []rule.Case { return []rule.Case{rule.Prove(rule.Warn("hm"), x)} })
		r.Level = level
		if v := judge(r, x); v.Outcome != want || v.Findings[0].Outcome != want {
			t.Errorf("a mild complaint of a %s is %s, want %s", level, v.Outcome, want)
		}
	}
}
