package report

import (
	_ "embed"
	"encoding/json"
	"io"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Schema is the JSON Schema of what [Report.JSON] writes.
//
//go:embed report.schema.json
var Schema []byte

type jsonReport struct {
	Version     int                  `json:"version"` // of this format
	Result      string               `json:"result"`
	Subject     string               `json:"subject"`
	Started     time.Time            `json:"started"`
	Ended       time.Time            `json:"ended"`
	Depth       string               `json:"depth"`
	Edition     string               `json:"edition"`
	Passproof   string               `json:"passproof"`
	Interrupted bool                 `json:"interrupted"`
	Partial     bool                 `json:"partial"` // not all was to be seen
	Notices     []string             `json:"notices"`
	Counts      map[rule.Outcome]int `json:"counts"`
	Musts       map[rule.Outcome]int `json:"musts"` // counts of the MUSTs alone
	Rules       []jsonRule           `json:"rules"`
	Scenarios   []jsonScenario       `json:"scenarios"`
	MockFaults  []jsonFault          `json:"mockFaults"`
	Path        *jsonPath            `json:"criticalPath,omitempty"` // missing where no scenario was played
	Left        []jsonWindow         `json:"leftToFull"`
}

type jsonRule struct {
	ID        string        `json:"id"`
	Phase     rule.Phase    `json:"phase"`
	Level     rule.Level    `json:"level"`
	Outcome   rule.Outcome  `json:"outcome"`
	Statement string        `json:"statement"`
	Cases     int           `json:"cases"`
	Reason    string        `json:"reason,omitempty"`
	Why       string        `json:"why"`
	Remedy    string        `json:"remedy"`
	Sources   []string      `json:"sources"`
	Kept      []journal.ID  `json:"kept,omitempty"` // entries that prove one kept case
	Findings  []jsonFinding `json:"findings"`
	Scenarios []int         `json:"scenarios"` // positions in the list of scenarios

	Attestation *jsonAttestation `json:"attestation,omitempty"`
	Waiver      *jsonWaiver      `json:"waiver,omitempty"`
}

type jsonAttestation struct {
	By    string `json:"by"`
	On    string `json:"on"`
	Note  string `json:"note"`
	Until string `json:"until,omitempty"`
}

type jsonWaiver struct {
	By      string       `json:"by,omitempty"`
	Why     string       `json:"why"`
	Until   string       `json:"until"`
	Excuses rule.Outcome `json:"excuses,omitempty"` // missing: nothing, which fails the run
}

type jsonFinding struct {
	Outcome rule.Outcome `json:"outcome"`
	Text    string       `json:"text"`
	Fault   string       `json:"fault"` // whose: always the subject's here
	Proof   []Excerpt    `json:"proof"`
}

type jsonScenario struct {
	Name    string   `json:"name"`
	Labels  []string `json:"labels"`
	State   string   `json:"state"`
	Seconds float64  `json:"seconds"`
	Message string   `json:"message,omitempty"`
}

type jsonFault struct {
	Exchange journal.ID `json:"exchange"`
	Fault    string     `json:"fault"`
}

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	out := jsonReport{
		Version: 1, Result: r.Result(), Subject: r.Meta.Subject, Started: r.Meta.Started, Ended: r.Meta.Ended, Depth: r.Meta.Depth,
		Edition: r.Meta.Edition, Passproof: r.Meta.Version, Interrupted: r.Meta.Interrupted, Partial: r.Meta.Partial, Notices: append([]string{}, r.Meta.Notices...),
		Counts: r.Counts, Musts: r.musts(), Rules: []jsonRule{}, Scenarios: []jsonScenario{}, MockFaults: []jsonFault{},
		Path: r.jsonPath(), Left: r.jsonLeft(),
	}
	for _, v := range r.Verdicts {
		out.Rules = append(out.Rules, r.jsonVerdict(v))
	}
	for _, s := range r.Meta.Scenarios {
		out.Scenarios = append(out.Scenarios, jsonScenario{s.Name, append([]string{}, s.Labels...), s.State, s.Took.Seconds(), s.Message})
	}
	for _, x := range r.Faults {
		out.MockFaults = append(out.MockFaults, jsonFault{x.ID, x.Fault})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func (r *Report) jsonVerdict(v rule.Verdict) jsonRule {
	j := jsonRule{
		ID: v.Rule.ID, Phase: v.Rule.Phase, Level: v.Level, Outcome: v.Outcome, Statement: v.Rule.Statement, Cases: v.Cases,
		Reason: v.Reason, Why: v.Rule.Why, Remedy: v.Rule.Remedy, Sources: []string{}, Kept: v.Kept, Findings: []jsonFinding{}, Scenarios: []int{},
	}
	for i, s := range r.Meta.Scenarios {
		if slices.Contains(v.Scenarios, s.Name) {
			j.Scenarios = append(j.Scenarios, i)
		}
	}
	for _, s := range v.Rule.Sources {
		j.Sources = append(j.Sources, s.String())
	}
	for _, f := range v.Findings {
		finding := jsonFinding{Outcome: f.Outcome, Text: f.Text, Fault: "subject"}
		for _, id := range f.Proof {
			finding.Proof = append(finding.Proof, r.excerpt(id))
		}
		j.Findings = append(j.Findings, finding)
	}
	if a := v.Attestation; a != nil {
		j.Attestation = &jsonAttestation{By: a.By, On: dayOf(a.On), Note: a.Note, Until: dayOf(a.Until)}
	}
	if w := v.Waiver; w != nil {
		j.Waiver = &jsonWaiver{By: w.By, Why: w.Why, Until: dayOf(w.Until), Excuses: v.Excused}
	}
	return j
}

// dayOf is a day as the file writes it; empty where there is none.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
