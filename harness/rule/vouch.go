package rule

import (
	"fmt"
	"time"
)

// An Attestation is the word of the Programmer for a rule that traffic cannot decide.
type Attestation struct {
	By    string    // who vouches for it
	Note  string    // what it rests on
	On    time.Time // day on which it was given
	Until time.Time // last day on which it holds; zero: until it is withdrawn
}

// A Waiver excuses a rule for a while.
type Waiver struct {
	By    string    // who decided; may be empty
	Why   string    // why the rule may be broken
	Until time.Time // last day on which it holds
}

const day = "2006-01-02"

// String is the attestation in one line.
func (a *Attestation) String() string {
	text := fmt.Sprintf("by %s on %s: %s", a.By, a.On.Format(day), a.Note)
	if !a.Until.IsZero() {
		text += " (until " + a.Until.Format(day) + ")"
	}
	return text
}

// String is the waiver in one line.
func (w *Waiver) String() string {
	text := "until " + w.Until.Format(day)
	if w.By != "" {
		text += " by " + w.By
	}
	return text + ": " + w.Why
}

// attest asks for the Programmer's word where the rule needs one and traffic has not
// broken it.
func (v *Verdict) attest(given map[string]Attestation) {
	if v.Rule.Attest == "" || v.Outcome != Pass && v.Outcome != Inconclusive {
		return
	}
	if a, ok := given[v.Rule.ID]; ok {
		v.Outcome, v.Reason, v.Attestation = Attested, "", &a
		return
	}
	v.Outcome = Inconclusive
	v.Reason = fmt.Sprintf("traffic cannot decide it and nobody attests it; write attest: { %s: { by: …, on: …, note: %s } }", v.Rule.ID, v.Rule.Attest)
}

// waive excuses what is broken or inconclusive. A waiver that excuses nothing stays with
// the verdict, so that the run can say so.
func (v *Verdict) waive(given map[string]Waiver) {
	w, ok := given[v.Rule.ID]
	if !ok {
		return
	}
	v.Waiver = &w
	switch v.Outcome {
	case Fail, Warning, Info, Inconclusive:
		v.Outcome, v.Excused = Waived, v.Outcome
	}
}

// Idle tells whether the verdict has a waiver that excuses nothing.
func (v *Verdict) Idle() bool { return v.Waiver != nil && v.Outcome != Waived && v.Outcome != Faulty }
