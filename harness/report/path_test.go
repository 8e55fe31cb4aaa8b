package report

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// sec is so many seconds after the start of the run.
func sec(s float64) time.Time { return t0.Add(time.Duration(s * float64(time.Second))) }

// played is a run of two scenarios of which the second ended last, one of its devices doing
// something beside what the scenario waited for.
func played() *Report {
	attested := rule.Verdict{Rule: pollInterval(), Outcome: rule.Pass, Level: rule.Must, Cases: 1, Scenarios: []string{"Signing in"}}
	absent := &rule.Rule{ID: "TEMP-X", Phase: rule.Temporary, Statement: "S.", Occasion: "o"}
	return New(Meta{
		Started: t0, Stopped: sec(22), Ended: sec(24), Depth: "quick", Parallel: 1,
		Left: []Window{{Rule: "TEMP-X", What: "trials", Here: time.Second, Full: time.Minute}, {Rule: "AUTHN-POLL-INTERVAL", What: "how long a code waits", Full: 90 * time.Second}},
		Scenarios: []Scenario{
			{Name: "Waiting", Began: sec(1), Ended: sec(10), Steps: []Step{{What: "watches that nothing happens", Start: sec(2), End: sec(10), Wait: true}}},
			{Name: "Signing in", Began: sec(10), Ended: sec(21), Steps: []Step{
				{What: "appear of tv", Start: sec(10.01), End: sec(10.02)},
				{What: "login of tv", Start: sec(10.02), End: sec(11)},
				{What: "login of a phone beside it", Start: sec(10.5), End: sec(14.9)},
				{What: "status of tv", Start: sec(15), End: sec(16)},
				{What: "a pause", Start: sec(16), End: sec(21), Wait: true},
			}},
			{Name: "Never begun", State: "interrupted"},
		},
	}, []rule.Verdict{attested, {Rule: absent, Level: rule.Must, Outcome: rule.NotApplicable}}, nil)
}

func TestPath_IsWhatBoundsTheRun(t *testing.T) {
	t.Parallel()
	p := played().path()
	var got []string
	for _, part := range p.Parts {
		got = append(got, part.At.String()+" "+part.Took.String()+" "+part.What)
	}
	want := []string{
		"0s 1s the service starts", "1s 9s waits for its turn, at most 1 scenarios at once",
		"10.5s 4.4s login of a phone beside it", "15s 1s status of tv", "16s 5s a pause", "21s 1s the service is stopped", "22s 2s the evidence is judged",
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("the path lacks %q:\n%s", line, strings.Join(got, "\n"))
		}
	}
	if slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "login of tv") }) {
		t.Errorf("the path has a step that nobody waited for:\n%s", strings.Join(got, "\n"))
	}
	if p.Scenario != "Signing in" || p.Whose != "Waiting" || p.ratio(24*time.Second) != 3 {
		t.Errorf("path %+v", p)
	}
}

// What no step accounts for is a wait for the service, before the step that ended it.
func TestChain_TellsOfWaits(t *testing.T) {
	t.Parallel()
	steps := chain(Scenario{Began: sec(0), Ended: sec(10), Steps: []Step{{What: "login", Start: sec(1), End: sec(2)}, {What: "status", Start: sec(8), End: sec(9)}}})
	var got []string
	for _, s := range steps {
		got = append(got, s.What+" "+s.End.Sub(s.Start).String())
	}
	want := []string{"the scenario starts 1s", "login 1s", "waits for the service, before status 6s", "status 1s", "waits for the service, before the end 1s"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReports_TellOfLengthAndDepth(t *testing.T) {
	t.Parallel()
	r := played()
	text := write(t, func(w io.Writer) error { return r.Text(w, TextOptions{}) })
	markdown := write(t, r.Markdown)
	for _, want := range []string{"3.0 times the longest wait, 8.0s in “Waiting”", "waits for its turn, at most 1 scenarios at once", "how long a code waits", "not watched", "1m30s"} {
		if !strings.Contains(text, want) || !strings.Contains(markdown, want) {
			t.Errorf("text or markdown lacks %q:\n%s\n%s", want, text, markdown)
		}
	}
	if strings.Contains(text, "trials") {
		t.Error("the page speaks of the windows of a rule that does not apply")
	}
	if quiet := write(t, func(w io.Writer) error { return r.Text(w, TextOptions{Quiet: true}) }); strings.Contains(quiet, "CRITICAL PATH") {
		t.Error("a quiet page tells of the critical path")
	}
	var out struct {
		CriticalPath struct {
			Scenario    string
			LongestWait struct{ Seconds float64 }
		}
		Rules      []struct{ Scenarios []int }
		LeftToFull []struct {
			Rule        string
			FullSeconds float64
		}
	}
	if err := json.Unmarshal([]byte(write(t, r.JSON)), &out); err != nil {
		t.Fatal(err)
	}
	if s := out.Rules[0].Scenarios; len(s) != 1 || s[0] != 1 {
		t.Errorf("the rule rests on the scenarios %v, want the one at 1", s)
	}
	if out.CriticalPath.Scenario != "Signing in" || out.CriticalPath.LongestWait.Seconds != 8 || len(out.LeftToFull) != 1 || out.LeftToFull[0].FullSeconds != 90 {
		t.Errorf("json: %+v", out)
	}
}

func TestSpell(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{0: "not watched", 8 * time.Second: "8s", time.Minute: "1m", 330 * time.Second: "5m30s", 10 * time.Minute: "10m"} {
		if got := spell(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}
