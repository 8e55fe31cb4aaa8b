package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/passproof/passproof/harness/reference/defects"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
	"github.com/passproof/passproof/scenarios"
)

// ruleInfo is all that is known of a rule, for programs and people.
type ruleInfo struct {
	ID        string                `json:"id"`
	Phase     rule.Phase            `json:"phase"`
	Level     rule.Level            `json:"level"` // in the edition that was asked for
	Levels    map[string]rule.Level `json:"levels"`
	Statement string                `json:"statement"`
	Why       string                `json:"why"`
	Remedy    string                `json:"remedy"`
	Occasion  string                `json:"occasion,omitempty"`
	Missing   string                `json:"missing,omitempty"`
	Feature   rule.Feature          `json:"feature,omitempty"`
	Passive   bool                  `json:"passive"`
	Attest    string                `json:"attest,omitempty"`
	Sources   []sourceInfo          `json:"sources"`
	Windows   []windowInfo          `json:"windows"`
	Scenarios []string              `json:"scenarios"` // "*": most of them
	Defects   []defectInfo          `json:"defects"`
	Good      *exampleInfo          `json:"good,omitempty"`
	Bad       *exampleInfo          `json:"bad,omitempty"`
}

type sourceInfo struct {
	Page string `json:"page"` // with anchor and editions
	URL  string `json:"url,omitempty"`
}

type windowInfo struct {
	What  string  `json:"what"`
	Quick float64 `json:"quickSeconds"`
	Full  float64 `json:"fullSeconds"`
}

type defectInfo struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`
}

type exampleInfo struct {
	Title    string `json:"title"`
	Evidence string `json:"evidence"`
}

func describe(r *rule.Rule, edition rule.Edition) ruleInfo {
	out := ruleInfo{
		ID: r.ID, Phase: r.Phase, Level: r.In(edition), Levels: map[string]rule.Level{}, Statement: r.Statement, Why: r.Why, Remedy: r.Remedy,
		Occasion: r.Occasion, Missing: r.Missing, Feature: r.Feature, Passive: r.Passive, Attest: r.Attest,
		Sources: []sourceInfo{}, Windows: []windowInfo{}, Scenarios: append([]string{}, scenarios.EvidenceFor(r.ID)...), Defects: []defectInfo{},
	}
	for _, ed := range rule.Editions {
		out.Levels[ed.Name] = r.In(ed)
	}
	for _, s := range r.Sources {
		out.Sources = append(out.Sources, sourceInfo{s.String(), s.Link()})
	}
	for _, v := range scenarios.WindowsOf(r.ID) {
		out.Windows = append(out.Windows, windowInfo{v.What, v.Quick.Seconds(), v.Full.Seconds()})
	}
	for _, d := range defects.Breaking(r.ID) {
		out.Defects = append(out.Defects, defectInfo{d.Name, d.Summary})
	}
	if good, bad, err := rules.Examples(r); err == nil { // a rule without a check has none
		out.Good, out.Bad = &exampleInfo{good.Title, good.Evidence}, &exampleInfo{bad.Title, bad.Evidence}
	}
	return out
}

func explain(w io.Writer, r ruleInfo) error {
	var b strings.Builder
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-9s%s\n", name, fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(&b, "%s  %s, %s phase\n\n%s\n\n", r.ID, r.Level, r.Phase, r.Statement)
	row("Why", "%s", r.Why)
	row("Remedy", "%s", r.Remedy)
	if r.Occasion != "" {
		row("Counts", "each %s; inconclusive when %s", r.Occasion, r.Missing)
	}
	if r.Attest != "" {
		row("Attest", "%s; traffic cannot decide it", r.Attest)
	}
	for _, ed := range rule.Editions {
		if l := r.Levels[ed.Name]; l != r.Level {
			row("Edition", "%s in the edition %s", l, ed.Name)
		}
	}
	if r.Feature != "" {
		row("Feature", "%s; N/A to services that do not declare it", r.Feature)
	}
	if r.Passive {
		row("Recorded", "passproof lint judges recorded traffic by it")
	}
	for _, s := range r.Sources {
		row("Source", "%s", strings.TrimSpace(s.Page+"\n         "+s.URL))
	}
	for _, v := range r.Windows {
		quick := fmt.Sprintf("%gs", v.Quick)
		if v.Quick == 0 {
			quick = "not watched"
		}
		row("Window", "%s: %s at --depth quick, %gs at --depth full", v.What, quick, v.Full)
	}
	for _, s := range r.Scenarios {
		if s == scenarios.Everywhere {
			s = "most of them"
		}
		row("Scenario", "%s", s)
	}
	for _, d := range r.Defects {
		row("Defect", "%s: %s", d.Name, d.Summary)
	}
	sample(&b, "Good", r.Good)
	sample(&b, "Bad", r.Bad)
	_, err := io.WriteString(w, b.String())
	return err
}

// sample shows evidence; the comment "want" stands where it breaks the rule.
func sample(b *strings.Builder, name string, e *exampleInfo) {
	if e != nil {
		fmt.Fprintf(b, "\n%s: %s\n\n  %s\n", name, e.Title, strings.ReplaceAll(strings.TrimSuffix(e.Evidence, "\n"), "\n", "\n  "))
	}
}
