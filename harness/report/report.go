package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Meta says which run it was.
type Meta struct {
	Subject     string
	Started     time.Time
	Stopped     time.Time // when the service was stopped
	Ended       time.Time
	Depth       string
	Edition     string
	Version     string // of passproof
	Scenarios   []Scenario
	Notices     []string // what else a reader should know: "the service ended by itself"
	Interrupted bool     // the run was stopped before its end
	Parallel    int      // most scenarios at once
	Left        []Window // what a deeper run watches for longer; empty at the full depth
	Partial     bool     // not all was to be seen: some of the scenarios were played, or recorded traffic was judged
}

// A Scenario is what came of one scenario. A failed one means that evidence did not
// come about, not that a rule is broken.
type Scenario struct {
	Name    string
	Labels  []string
	State   string
	Took    time.Duration
	Message string
	Began   time.Time // of its process
	Ended   time.Time
	Steps   []Step
}

// A Report is all that is known of a run.
type Report struct {
	Meta     Meta
	Verdicts []rule.Verdict // in the order of the cookbook
	Counts   map[rule.Outcome]int
	Faults   []*journal.Exchange // where the mock broke its own contract; never the subject's
	entries  map[journal.ID]journal.Entry
}

// New makes a report. Entries should be redacted: excerpts of them are shown.
func New(meta Meta, verdicts []rule.Verdict, entries []journal.Entry) *Report {
	r := &Report{Meta: meta, Counts: map[rule.Outcome]int{}, entries: map[journal.ID]journal.Entry{}}
	for _, e := range entries {
		r.entries[e.EntryID()] = e
		if x, ok := e.(*journal.Exchange); ok && x.Fault != "" {
			r.Faults = append(r.Faults, x)
		}
	}
	r.Verdicts = slices.Clone(verdicts)
	slices.SortStableFunc(r.Verdicts, func(a, b rule.Verdict) int {
		return cmp.Compare(slices.Index(rule.Phases, a.Rule.Phase), slices.Index(rule.Phases, b.Rule.Phase))
	})
	for _, v := range r.Verdicts {
		r.Counts[v.Outcome]++
	}
	return r
}

// idle are the verdicts whose waivers excuse nothing.
func (r *Report) idle() []rule.Verdict {
	return slices.DeleteFunc(slices.Clone(r.Verdicts), func(v rule.Verdict) bool { return !v.Idle() })
}

// waived are the verdicts that a waiver excuses.
func (r *Report) waived() []rule.Verdict {
	return slices.DeleteFunc(slices.Clone(r.Verdicts), func(v rule.Verdict) bool { return v.Outcome != rule.Waived })
}

// broken are the verdicts that a reader must look at, the worst first.
func (r *Report) broken() []rule.Verdict {
	var out []rule.Verdict
	for _, o := range []rule.Outcome{rule.Faulty, rule.Fail, rule.Warning, rule.Info} {
		for _, v := range r.Verdicts {
			if v.Outcome == o {
				out = append(out, v)
			}
		}
	}
	return out
}

// outcomes is the order in which counts are shown.
var outcomes = []rule.Outcome{
	rule.Pass, rule.Attested, rule.Fail, rule.Warning, rule.Info, rule.Waived, rule.Inconclusive, rule.NotApplicable, rule.Faulty,
}
