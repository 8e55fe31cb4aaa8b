package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

var t0 = time.Date(2026, 5, 25, 20, 0, 0, 0, time.UTC)

func pollInterval() *rule.Rule {
	return &rule.Rule{
		ID: "AUTHN-POLL-INTERVAL", Phase: rule.Authentication, Level: rule.Must, Statement: "Polls are 3 seconds apart.",
		Why: "The throttle.", Remedy: "Poll more slowly.", Occasion: "pair of polls", Sources: []rule.Source{{Page: "rest-api-v2-checklist", Anchor: "authn"}},
	}
}

// sample is a run with every outcome, and with texts that try to break out.
func sample() *Report {
	poll := func(id journal.ID, after time.Duration) *journal.Exchange {
		return &journal.Exchange{
			ID: id, Party: journal.Service, Start: t0.Add(after), End: t0.Add(after), Operation: "profilesByCode",
			Request:  journal.Message{Method: "GET", Target: "/api/v2/REF30/profiles/code/A7X2QB", Header: []journal.Field{{Name: "X-Forwarded-For", Value: "192.0.2.1"}}},
			Response: journal.Message{Status: 200, Body: []byte("{\"profiles\":{}}\x00```|<b>" + strings.Repeat("x", 1000))},
		}
	}
	other := func(id string, phase rule.Phase, level rule.Level) *rule.Rule {
		return &rule.Rule{ID: id, Phase: phase, Level: level, Statement: "S.", Why: "W.", Remedy: "R.", Occasion: "o", Sources: []rule.Source{{Page: "p", Anchor: "a"}}}
	}
	verdicts := []rule.Verdict{
		{Rule: other("LOGOUT-SUPPORTED", rule.Logout, rule.Must), Outcome: rule.Inconclusive, Reason: "nobody signed out"},
		{Rule: pollInterval(), Outcome: rule.Fail, Cases: 3, Kept: []journal.ID{1}, Findings: []rule.Finding{{Outcome: rule.Fail, Text: "1s after the previous poll; wanted 3s", Proof: []journal.ID{1, 2}}}},
		{Rule: other("CFG-CACHE-TTL", rule.Configuration, rule.Should), Outcome: rule.Warning, Cases: 1, Findings: []rule.Finding{{Outcome: rule.Warning, Text: "again | <i>", Proof: []journal.ID{2}}}},
		{Rule: other("NET-V2-ONLY", rule.Network, rule.Must), Outcome: rule.Pass, Cases: 2, Kept: []journal.ID{1}},
		{Rule: other("ERR-X", rule.Errors, rule.Must), Outcome: rule.Faulty, Reason: "the rule panicked"},
		{Rule: other("PREAUTHZ-X", rule.Preauthorization, rule.Must), Outcome: rule.NotApplicable, Reason: "not declared"},
	}
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	waiver := &rule.Waiver{By: "the | lead", Why: "fixed in 4.2", Until: day.AddDate(0, 10, 0)}
	verdicts = append(verdicts,
		rule.Verdict{Rule: other("OPS-ENVIRONMENTS", rule.Operations, rule.Must), Outcome: rule.Attested, Attestation: &rule.Attestation{By: "platform team", On: day, Note: "staging and production"}},
		rule.Verdict{Rule: other("LOGOUT-X", rule.Logout, rule.Must), Outcome: rule.Waived, Excused: rule.Fail, Waiver: waiver, Cases: 1, Findings: []rule.Finding{{Outcome: rule.Fail, Text: "no logout", Proof: []journal.ID{2}}}},
		rule.Verdict{Rule: other("LOGOUT-Y", rule.Logout, rule.Must), Outcome: rule.Pass, Waiver: waiver, Cases: 1, Kept: []journal.ID{1}},
	)
	for i := range verdicts {
		verdicts[i].Level = verdicts[i].Rule.Level
	}
	fault := poll(3, 2*time.Second)
	fault.Fault = "a body that departs from the document"
	return New(Meta{
		Subject: "Example | Sports", Started: t0, Ended: t0.Add(time.Minute), Depth: "quick", Edition: "2026-05", Version: "test",
		Scenarios: []Scenario{{Name: "Signing in", Labels: []string{"authentication"}, State: "failed", Took: time.Second, Message: "no poll\x07 came"}},
		Notices:   []string{"the service ended by itself"},
	}, verdicts, []journal.Entry{poll(1, 0), poll(2, time.Second), fault})
}

func write(t *testing.T, f func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText_TellsWhatBrokeWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	r := sample()
	text := write(t, func(w io.Writer) error { return r.Text(w, TextOptions{}) })
	for _, want := range []string{
		"FAIL         AUTHN-POLL-INTERVAL: Polls are 3 seconds apart.", "1s after the previous poll; wanted 3s",
		"#2 +1.000s  GET /api/v2/REF30/profiles/code/A7X2QB -> 200", "> X-Forwarded-For: 192.0.2.1", "Remedy: Poll more slowly.", "Source: rest-api-v2-checklist#authn",
		"INCONCLUSIVE LOGOUT-SUPPORTED                 nobody signed out", "NOTICE  the service ended by itself", "exchange 3: a body that departs from the document; not counted against the service",
		"SCENARIO failed: Signing in", "2 PASS, 1 ATTESTED, 1 FAIL, 1 WARN, 1 WAIVED, 1 INCONCLUSIVE, 1 N/A, 1 ERROR",
		"ATTESTED     OPS-ENVIRONMENTS                 by platform team on 2026-05-01: staging and production",
		"WAIVED       LOGOUT-X                         FAIL (no logout), waived until 2027-03-01 by the | lead: fixed in 4.2",
		"WAIVER  the waiver of LOGOUT-Y excuses nothing, the rule is PASS: take it out",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "\x00") || strings.Contains(text, "\x1b") {
		t.Error("control characters, or colours that nobody asked for")
	}
	if network, authn := strings.Index(text, "NET-V2-ONLY"), strings.Index(text, "AUTHN-POLL"); network > authn {
		t.Error("the rules are not in the order of the cookbook")
	}
	quiet := write(t, func(w io.Writer) error { return r.Text(w, TextOptions{Quiet: true, Colour: true}) })
	if strings.Contains(quiet, "NET-V2-ONLY") || !strings.Contains(quiet, "LOGOUT-X FAIL (no logout), waived") || !strings.Contains(quiet, "\x1b[31mFAIL") {
		t.Errorf("quiet and coloured:\n%s", quiet)
	}
}

func TestJSON_KeepsItsSchema(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"full": sample(), "empty": New(Meta{Depth: "full"}, nil, nil), "played": played()} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(write(t, r.JSON)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var out struct {
		Rules []struct {
			ID       string
			Findings []struct{ Proof []struct{ ID journal.ID } }
			Waiver   *struct{ Why, Until, Excuses string }
		}
	}
	if err := json.Unmarshal([]byte(write(t, sample().JSON)), &out); err != nil {
		t.Fatal(err)
	}
	for _, r := range out.Rules {
		if r.ID == "LOGOUT-X" && (r.Waiver == nil || r.Waiver.Excuses != "FAIL" || r.Waiver.Until != "2027-03-01") {
			t.Errorf("waiver %+v", r.Waiver)
		}
		if r.ID == "AUTHN-POLL-INTERVAL" && (len(r.Findings) != 1 || len(r.Findings[0].Proof) != 2) {
			t.Errorf("findings %+v", r.Findings)
		}
	}
}

func TestJUnit_IsWellFormed(t *testing.T) {
	t.Parallel()
	var out junitSuites
	if err := xml.Unmarshal([]byte(write(t, sample().JUnit)), &out); err != nil {
		t.Fatal(err)
	}
	total := junitSuite{}
	for _, s := range out.Suites {
		total.Tests += s.Tests
		total.Failures += s.Failures
		total.Errors += s.Errors
		total.Skipped += s.Skipped
	}
	if total.Tests != 11 || total.Failures != 2 || total.Errors != 1 || total.Skipped != 5 {
		t.Errorf("%d tests, %d failures, %d errors, %d skipped; want 11, 2, 1, 5", total.Tests, total.Failures, total.Errors, total.Skipped)
	}
}

func TestMarkdown_KeepsTextFromBecomingMarkup(t *testing.T) {
	t.Parallel()
	text := write(t, sample().Markdown)
	if strings.Count(text, "```")%2 != 0 {
		t.Error("a fence is open")
	}
	for _, want := range []string{`# Example \| Sports`, "## FAIL AUTHN-POLL-INTERVAL", `again \| &lt;i>`, "| INCONCLUSIVE | LOGOUT-SUPPORTED | MUST | nobody signed out |",
		"| WAIVED | LOGOUT-X | MUST | FAIL (no logout), waived until 2027-03-01 by the \\| lead: fixed in 4.2 |", "| ATTESTED | OPS-ENVIRONMENTS | MUST | by platform team", "> the waiver of LOGOUT-Y excuses nothing"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	verdict := func(o rule.Outcome, l rule.Level) rule.Verdict {
		return rule.Verdict{Rule: &rule.Rule{ID: "X", Level: l}, Level: l, Outcome: o}
	}
	excused := func(o rule.Outcome) rule.Verdict {
		v := verdict(o, rule.Must)
		v.Waiver = &rule.Waiver{}
		return v
	}
	for name, c := range map[string]struct {
		v      rule.Verdict
		strict bool
		want   int
	}{
		"pass":                        {verdict(rule.Pass, rule.Must), true, 0},
		"a SHOULD broken":             {verdict(rule.Warning, rule.Should), true, 0},
		"a MUST broken":               {verdict(rule.Fail, rule.Must), false, 1},
		"our own fault":               {verdict(rule.Faulty, rule.Must), false, 1},
		"inconclusive":                {verdict(rule.Inconclusive, rule.Must), false, 4},
		"inconclusive SHOULD":         {verdict(rule.Inconclusive, rule.Should), false, 0},
		"inconclusive, strict":        {verdict(rule.Inconclusive, rule.Must), true, 4},
		"attested, strict":            {verdict(rule.Attested, rule.Must), true, 0},
		"waived, strict":              {excused(rule.Waived), true, 0},
		"a waiver of what passes":     {excused(rule.Pass), false, 1},
		"a waiver of what is N/A":     {excused(rule.NotApplicable), false, 1},
		"inconclusive SHOULD, strict": {verdict(rule.Inconclusive, rule.Should), true, 0},
	} {
		if got := New(Meta{}, []rule.Verdict{c.v}, nil).ExitCode(c.strict); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	if got := clip("a\nb\x00c", 100); got != "a b c" {
		t.Errorf("got %q", got)
	}
	if got := clip("Söhne", 2); got != "S…" {
		t.Errorf("a rune was cut: %q", got)
	}
}
