package rule

import (
	"fmt"
	"slices"

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
	Faulty        Outcome = "ERROR"        // the rule itself failed: our fault, never the subject's
)

// A Verdict is what one rule says about one run.
type Verdict struct {
	Rule     *Rule
	Outcome  Outcome
	Cases    int          // occasions on which the rule applied
	Findings []Finding    // the broken ones, in order
	Kept     []journal.ID // entries that prove one kept case, the first
	Reason   string       // why the outcome is Inconclusive, N/A or ERROR
}

// A Finding is a broken case.
type Finding struct {
	Outcome Outcome
	Text    string
	Proof   []journal.ID
}

// Judge runs every rule on the evidence and returns the verdicts in the rules' order.
func Judge(rules []*Rule, e *Evidence) []Verdict {
	verdicts := make([]Verdict, len(rules))
	for i, r := range rules {
		verdicts[i] = judge(r, e)
	}
	return verdicts
}

func judge(r *Rule, e *Evidence) (v Verdict) {
	defer func() {
		if p := recover(); p != nil {
			v = Verdict{Rule: r, Outcome: Faulty, Reason: fmt.Sprintf("the rule panicked: %v", p)}
		}
	}()
	if !e.Declared.Has(r.Feature) {
		return Verdict{Rule: r, Outcome: NotApplicable, Reason: fmt.Sprintf("the service does not declare the feature %q", r.Feature)}
	}
	v = Verdict{Rule: r, Outcome: Pass}
	for _, part := range e.split(r.Grain) {
		for _, c := range r.Check(part) {
			if fault := e.run.unproven(c); fault != "" {
				return Verdict{Rule: r, Outcome: Faulty, Reason: fault}
			}
			v.add(r, c)
		}
	}
	if v.Cases == 0 {
		v.Outcome, v.Reason = Inconclusive, r.Missing
		if v.Reason == "" {
			v.Reason = "no " + r.Occasion
		}
	}
	return v
}

func (v *Verdict) add(r *Rule, c Case) {
	v.Cases++
	if c.Complaint == nil {
		if v.Kept == nil {
			v.Kept = c.Proof
		}
		return
	}
	o := map[Level]Outcome{Must: Fail, Should: Warning, May: Info}[r.Level]
	if c.Complaint.Mild && o == Fail {
		o = Warning
	}
	v.Findings = append(v.Findings, Finding{Outcome: o, Text: c.Complaint.Text, Proof: c.Proof})
	if severity[o] > severity[v.Outcome] {
		v.Outcome = o
	}
}

var severity = map[Outcome]int{Pass: 0, Info: 1, Warning: 2, Fail: 3}

// split cuts evidence into the pieces that rules of grain g see.
func (e *Evidence) split(g Grain) []*Evidence {
	switch g {
	case Run:
		return []*Evidence{e}
	case Exchange:
		return e.splitExchanges()
	case Code:
		return e.group(func(x *journal.Exchange) string { return x.Code })
	case Device:
		return e.group(func(x *journal.Exchange) string { return x.Device })
	case Client:
		return e.group(func(x *journal.Exchange) string { return x.Client })
	}
	return nil
}

func (e *Evidence) splitExchanges() []*Evidence {
	var out []*Evidence
	for _, x := range e.Exchanges {
		part := e.part()
		part.Exchanges = []*journal.Exchange{x}
		out = append(out, part)
	}
	return out
}

// group makes one piece of all exchanges with one key, and gives each piece the
// acts of the devices that take part in it and the acts on the whole subject.
func (e *Evidence) group(key func(*journal.Exchange) string) []*Evidence {
	parts := map[string]*Evidence{}
	devices := map[string]map[string]bool{}
	var order []string
	for _, x := range e.Exchanges {
		k := key(x)
		if k == "" {
			continue
		}
		if parts[k] == nil {
			parts[k], devices[k] = e.part(), map[string]bool{}
			order = append(order, k)
		}
		parts[k].Exchanges = append(parts[k].Exchanges, x)
		if who := e.Actor(x); who != nil {
			devices[k][who.Name] = true
		}
	}
	var out []*Evidence
	for _, k := range order {
		for _, a := range e.Acts {
			if a.Device == "" || devices[k][a.Device] || slices.Contains([]string{a.Text("code"), textOf(a.Answer["code"])}, k) {
				parts[k].Acts = append(parts[k].Acts, a)
			}
		}
		out = append(out, parts[k])
	}
	return out
}

func textOf(v any) string { s, _ := v.(string); return s }
