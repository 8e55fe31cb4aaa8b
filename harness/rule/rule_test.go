package rule_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

var t0 = time.Date(2026, 5, 25, 20, 0, 0, 0, time.UTC)

func at(seconds float64) time.Time { return t0.Add(time.Duration(seconds * float64(time.Second))) }

func exchange(id journal.ID, seconds float64, operation string) *journal.Exchange {
	return &journal.Exchange{ID: id, Party: journal.Service, Operation: operation, Start: at(seconds), End: at(seconds + 0.04)}
}

func judge(r *rule.Rule, entries ...journal.Entry) rule.Verdict {
	return rule.Judge([]*rule.Rule{r}, rule.NewEvidence(entries, rule.Current, rule.Declared{}))[0]
}

func Example() {
	quick := &rule.Rule{
		ID: "NET-QUICK", Phase: rule.Network, Level: rule.Must, Grain: rule.Exchange, Occasion: "request",
		Check: func(e *rule.Evidence) []rule.Case {
			return rule.Each(e.Operations(), func(x *journal.Exchange) *rule.Complaint {
				if took := x.End.Sub(x.Start); took > time.Second {
					return rule.Complain("%s took %v; wanted at most 1s", x.Operation, took)
				}
				return nil
			})
		},
	}
	slow := exchange(2, 1, "profiles")
	slow.End = slow.Start.Add(3 * time.Second)
	v := judge(quick, exchange(1, 0, "configuration"), slow)
	fmt.Println(v.Outcome, v.Cases, v.Findings[0].Text, v.Findings[0].Proof)
	// Output: FAIL 2 profiles took 3s; wanted at most 1s [2]
}

func check(f func(*rule.Evidence) []rule.Case) *rule.Rule {
	return &rule.Rule{ID: "X", Level: rule.Must, Grain: rule.Run, Check: f, Missing: "nothing was seen"}
}

func TestJudge_Outcomes(t *testing.T) {
	t.Parallel()
	x := exchange(1, 0, "profiles")
	stranger := exchange(99, 0, "profiles")
	for name, c := range map[string]struct {
		level rule.Level
		cases func() []rule.Case
		want  rule.Outcome
	}{
		"no case":       {rule.Must, func() []rule.Case { return nil }, rule.Inconclusive},
		"kept":          {rule.Must, func() []rule.Case { return []rule.Case{rule.Prove(nil, x)} }, rule.Pass},
		"broken must":   {rule.Must, func() []rule.Case { return []rule.Case{rule.Prove(nil, x), rule.Prove(rule.Complain("no"), x)} }, rule.Fail},
		"broken should": {rule.Should, func() []rule.Case { return []rule.Case{rule.Prove(rule.Complain("no"), x)} }, rule.Warning},
		"broken may":    {rule.May, func() []rule.Case { return []rule.Case{rule.Prove(rule.Complain("no"), x)} }, rule.Info},
		"mild":          {rule.Must, func() []rule.Case { return []rule.Case{rule.Prove(rule.Warn("hm"), x)} }, rule.Warning},
		"mild, then bad": {rule.Must, func() []rule.Case {
			return []rule.Case{rule.Prove(rule.Warn("hm"), x), rule.Prove(rule.Complain("no"), x)}
		}, rule.Fail},
		"no proof":      {rule.Must, func() []rule.Case { return []rule.Case{{}} }, rule.Faulty},
		"foreign proof": {rule.Must, func() []rule.Case { return []rule.Case{rule.Prove(nil, stranger)} }, rule.Faulty},
		"panic":         {rule.Must, func() []rule.Case { panic("oops") }, rule.Faulty},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(func(*rule.Evidence) []rule.Case { return c.cases() })
			r.Level = c.level
			if v := judge(r, x); v.Outcome != c.want {
				t.Errorf("%s (%s), want %s", v.Outcome, v.Reason, c.want)
			}
		})
	}
}

func TestJudge_FeatureThatIsNotDeclared(t *testing.T) {
	t.Parallel()
	r := check(func(*rule.Evidence) []rule.Case { panic("must not be asked") })
	r.Feature = rule.SecondScreen
	if v := judge(r); v.Outcome != rule.NotApplicable {
		t.Errorf("%s, want N/A", v.Outcome)
	}
}

// TestGrains shows how evidence is cut: each call of Check sees one piece.
func TestGrains(t *testing.T) {
	t.Parallel()
	a, b, c := exchange(1, 0, "createSession"), exchange(2, 1, "profilesByCode"), exchange(3, 2, "profiles")
	a.Code, a.Device, a.Client = "A", "d1", "c1"
	b.Code, b.Device, b.Client = "B", "d1", "c2"
	c.Device, c.Client = "d2", "c2"
	for grain, want := range map[rule.Grain][]string{
		rule.Exchange: {"1", "2", "3"}, rule.Code: {"1", "2"}, rule.Device: {"12", "3"}, rule.Client: {"1", "23"}, rule.Run: {"123"},
	} {
		var got []string
		r := check(func(e *rule.Evidence) []rule.Case {
			piece := ""
			for _, x := range e.Exchanges {
				piece += fmt.Sprint(x.ID)
			}
			got = append(got, piece)
			return nil
		})
		r.Grain = grain
		judge(r, c, b, a)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("grain %d: pieces %v, want %v", grain, got, want)
		}
	}
}

func TestEvidence_KnowsWhoseRequestItIs(t *testing.T) {
	t.Parallel()
	appear := func(id journal.ID, name, address string) *journal.Act {
		return &journal.Act{ID: id, Verb: journal.Appear, Device: name, Start: t0, End: t0, Args: map[string]any{"id": name, "address": address, "port": 1.0}}
	}
	login := &journal.Act{ID: 3, Verb: journal.Login, Device: "tv", Start: at(1), End: at(2), Answer: map[string]any{"code": "A"}}
	session := exchange(4, 1, "createSession")
	session.Code, session.Device, session.Address = "A", "hash-1", "10.0.0.1" // a wrong address hides nothing
	later := exchange(5, 3, "profiles")
	later.Device = "hash-1"
	unknown := exchange(6, 3, "configuration")
	unknown.Address = "192.0.2.2"
	e := rule.NewEvidence([]journal.Entry{appear(1, "tv", "192.0.2.1"), appear(2, "box", "192.0.2.2"), login, session, later, unknown}, rule.Current, rule.Declared{})
	for x, want := range map[*journal.Exchange]string{session: "tv", later: "tv"} {
		if who := e.Actor(x); who == nil || who.Name != want {
			t.Errorf("exchange %d is of %v, want %s", x.ID, who, want)
		}
	}
	if e.Actor(unknown) != nil || e.Name(unknown) != "box" {
		t.Errorf("an address alone makes no actor (%v), but tells whose it is (%q)", e.Actor(unknown), e.Name(unknown))
	}
}

func TestEvidence_SharedIdentifierTellsNothing(t *testing.T) {
	t.Parallel()
	var entries []journal.Entry
	for i, name := range []string{"tv", "box"} {
		id, code := journal.ID(10*i+1), string(rune('A'+i))
		x := exchange(id+2, float64(i), "createSession")
		x.Code, x.Device = code, "constant"
		entries = append(entries,
			&journal.Act{ID: id, Verb: journal.Appear, Device: name, Start: t0, End: t0},
			&journal.Act{ID: id + 1, Verb: journal.Login, Device: name, Start: at(float64(i)), End: at(float64(i) + 1), Answer: map[string]any{"code": code}}, x)
	}
	other := exchange(50, 5, "profiles")
	other.Device = "constant"
	if who := rule.NewEvidence(append(entries, other), rule.Current, rule.Declared{}).Actor(other); who != nil {
		t.Errorf("an identifier of two devices named %s", who.Name)
	}
}

func TestJudge_CallsThatASubjectTookWithIt(t *testing.T) {
	t.Parallel()
	unanswered := func(id journal.ID, from, to float64, answer map[string]any) *journal.Act {
		return &journal.Act{ID: id, Verb: journal.Play, Start: at(from), End: at(to), Failure: "EOF", Answer: answer}
	}
	entries := []journal.Entry{
		unanswered(1, 0, 5, nil), unanswered(2, 19, 19.5, map[string]any{"httpStatus": 500}), // hung, failed
		unanswered(3, 18, 20, nil), unanswered(4, 21, 21, nil), // in flight, too late
	}
	died := &journal.Act{ID: 5, Verb: journal.Died, Start: at(20), End: at(20)}
	r := check(func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range e.Did(journal.Play) {
			cases = append(cases, rule.Prove(rule.Complain("no answer"), a))
		}
		return cases
	})
	if v := judge(r, entries...); v.Cases != 4 {
		t.Errorf("%d calls blamed on a subject that lives, want all 4", v.Cases)
	}
	v := judge(r, append(entries, died)...)
	var got []journal.ID
	for _, f := range v.Findings {
		got = append(got, f.Proof...)
	}
	slices.Sort(got)
	if !slices.Equal(got, []journal.ID{1, 2}) || v.Cases != 2 {
		t.Errorf("%d calls blamed, %v; want those that ended before the subject did, and those that it answered", v.Cases, got)
	}
}

func TestEvidence_SignsOfLife(t *testing.T) {
	t.Parallel()
	answered := &journal.Act{ID: 2, Verb: journal.Status, Start: at(5), End: at(6)}
	refused := &journal.Act{ID: 3, Verb: journal.Status, Start: at(20), End: at(21), Failure: "connection refused"}
	watched := &journal.Act{ID: 4, Verb: journal.Watched, Start: at(10), End: at(30)}
	e := rule.NewEvidence([]journal.Entry{exchange(1, 0, "profiles"), answered, refused, watched}, rule.Current, rule.Declared{})
	if entry, ok := e.AliveAt(at(3)); !ok || entry.EntryID() != 2 {
		t.Errorf("alive at 3s: %v", entry)
	}
	if entry, ok := e.AliveAt(at(7)); ok {
		t.Errorf("an unanswered call is no sign of life: %v", entry)
	}
}

// BenchmarkJudge cuts a run of ten thousand exchanges by device.
func BenchmarkJudge(b *testing.B) {
	var entries []journal.Entry
	for i := range 10_000 {
		x := exchange(journal.ID(i+1), float64(i)/100, "profiles")
		x.Device = fmt.Sprint(i % 200)
		entries = append(entries, x)
	}
	e := rule.NewEvidence(entries, rule.Current, rule.Declared{})
	r := check(func(e *rule.Evidence) []rule.Case {
		return rule.EachPair(e.Operations(), func(_, _ *journal.Exchange) *rule.Complaint { return nil })
	})
	r.Grain = rule.Device
	for b.Loop() {
		if v := rule.Judge([]*rule.Rule{r}, e)[0]; v.Outcome != rule.Pass {
			b.Fatal(v.Outcome, v.Reason)
		}
	}
}
