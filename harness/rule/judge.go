package rule

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/passproof/passproof/mockpass/journal"
)

// An Outcome is what the cases of one rule add up to.
type Outcome string

// The outcomes. Nothing passes by default: a rule without a case is Inconclusive.
const (
	Pass          Outcome = "PASS"
	Fail          Outcome = "FAIL"         // a MUST broken
	Warning       Outcome = "WARN"         // a SHOULD broken, or a departure that the catalogue tolerates
	Info          Outcome = "INFO"         // a MAY broken
	Inconclusive  Outcome = "INCONCLUSIVE" // no case: the evidence never showed the occasion
	NotApplicable Outcome = "N/A"          // the feature is not declared
	Attested      Outcome = "ATTESTED"     // traffic cannot decide it and the Programmer vouches for it
	Waived        Outcome = "WAIVED"       // broken or inconclusive, and excused for a while
	Faulty        Outcome = "ERROR"        // the rule itself failed: our fault, never the subject's
)

// A Verdict is what one rule says about one run.
type Verdict struct {
	Rule     *Rule
	Level    Level // of the rule in the edition that it was judged by
	Outcome  Outcome
	Cases    int          // occasions on which the rule applied
	Findings []Finding    // the broken ones, in order
	Kept     []journal.ID // entries that prove one kept case, the first
	Reason   string       // why the outcome is Inconclusive, N/A or ERROR

	Scenarios []string // that have made the evidence of its cases, in the order of the alphabet

	Attestation *Attestation // of Attested
	Waiver      *Waiver      // of Waived; with another outcome, one that excuses nothing
	Excused     Outcome      // of Waived: what the outcome is without the waiver
}

// A Finding is a broken case.
type Finding struct {
	Outcome Outcome
	Text    string
	Proof   []journal.ID
}

// Judge runs every rule on the evidence and returns the verdicts in the rules' order.
// Findings stand in the order in which their pieces of evidence began, so that equal
// evidence gets equal verdicts.
func Judge(rules []*Rule, e *Evidence) []Verdict {
	verdicts := make([]Verdict, len(rules))
	pieces := map[Grain][]*Evidence{}
	for _, r := range rules {
		if _, ok := pieces[r.Grain]; !ok {
			pieces[r.Grain] = e.split(r.Grain)
		}
	}
	var all sync.WaitGroup
	seats := make(chan struct{}, runtime.GOMAXPROCS(0)) // rules are pure, so they need not wait for each other
	for i, r := range rules {
		seats <- struct{}{}
		all.Go(func() {
			defer func() { <-seats }()
			verdicts[i] = judge(r, e, pieces[r.Grain])
		})
	}
	all.Wait()
	return verdicts
}

func judge(r *Rule, e *Evidence, pieces []*Evidence) Verdict {
	v := decide(r, e, pieces)
	v.Level = r.In(e.Edition)
	v.attest(e.Declared.Attestations)
	v.waive(e.Declared.Waivers)
	return v
}

func decide(r *Rule, e *Evidence, pieces []*Evidence) (v Verdict) {
	defer func() {
		if p := recover(); p != nil {
			v = Verdict{Rule: r, Outcome: Faulty, Reason: fmt.Sprintf("the rule panicked: %v", p)}
		}
	}()
	if !e.Declared.Has(r.Feature) {
		return Verdict{Rule: r, Outcome: NotApplicable, Reason: fmt.Sprintf("the service does not declare the feature %q", r.Feature)}
	}
	v = Verdict{Rule: r, Outcome: Pass}
	if r.Check == nil && r.Attest != "" {
		return v
	}
	level, seen := r.In(e.Edition), scenes{}
	for _, part := range pieces {
		for _, c := range r.Check(part) {
			if fault := e.run.unproven(c); fault != "" {
				return Verdict{Rule: r, Outcome: Faulty, Reason: fault}
			}
			if !e.run.mourned(c) {
				v.add(level, c)
				seen[e.run.scene(c)] = true
			}
		}
	}
	v.Scenarios = seen.sorted()
	if v.Cases == 0 {
		v.Outcome, v.Reason = Inconclusive, r.Missing
		if v.Reason == "" {
			v.Reason = "no " + r.Occasion
		}
	}
	return v
}

func (v *Verdict) add(level Level, c Case) {
	v.Cases++
	if c.Complaint == nil {
		if v.Kept == nil {
			v.Kept = c.Proof
		}
		return
	}
	o := map[Level]Outcome{Must: Fail, Should: Warning, May: Info}[level]
	if c.Complaint.Mild && o == Fail {
		o = Warning
	}
	v.Findings = append(v.Findings, Finding{Outcome: o, Text: c.Complaint.Text, Proof: c.Proof})
	if severity[o] > severity[v.Outcome] {
		v.Outcome = o
	}
}

var severity = map[Outcome]int{Pass: 0, Info: 1, Warning: 2, Fail: 3}
