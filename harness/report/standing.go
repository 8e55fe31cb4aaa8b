package report

import (
	"fmt"
	"strings"

	"github.com/passproof/passproof/harness/rule"
)

// musts counts the rules that are MUSTs by what became of them.
func (r *Report) musts() map[rule.Outcome]int {
	out := map[rule.Outcome]int{}
	for _, v := range r.Verdicts {
		if v.Level == rule.Must {
			out[v.Outcome]++
		}
	}
	return out
}

// unproven tells whether nothing was decided, although there are MUSTs to decide. That
// no rule is broken says nothing then: who does nothing breaks none.
func (r *Report) unproven() bool {
	return r.decided() == 0 && r.musts()[rule.Inconclusive] > 0
}

// decided is how many rules evidence has decided, be they kept or broken.
func (r *Report) decided() int {
	return r.Counts[rule.Pass] + r.Counts[rule.Fail] + r.Counts[rule.Warning] + r.Counts[rule.Info]
}

// ExitCode is 0 when no MUST is broken, 1 when one is, when a waiver excuses nothing or
// when the suite itself failed, and 4 when too little is proven: nothing at all, or, if
// strict, not every MUST. One that nobody attests is inconclusive too; what is attested or
// waived does not count.
func (r *Report) ExitCode(strict bool) int {
	switch {
	case r.Counts[rule.Fail] > 0 || r.Counts[rule.Faulty] > 0 || len(r.idle()) > 0:
		return 1
	case r.unproven(), strict && r.musts()[rule.Inconclusive] > 0:
		return 4
	}
	return 0
}

// Result is the outcome in one sentence. It begins with one of INTERRUPTED, ERROR, FAIL,
// NOT PROVEN, PARTLY PROVEN and PASS, which alone says that no MUST is left open.
func (r *Report) Result() string {
	musts := r.musts()
	switch {
	case r.Meta.Interrupted:
		return "INTERRUPTED: the run was stopped; what was seen until then is judged"
	case r.Counts[rule.Faulty] > 0:
		return "ERROR: a rule itself failed; that is passproof's fault, not the service's"
	case r.Counts[rule.Fail] > 0:
		return "FAIL: " + r.failed(musts)
	case len(r.idle()) > 0:
		return "FAIL: a waiver excuses nothing any more; take it out of passproof.yaml"
	case r.unproven():
		return "NOT PROVEN: nothing was seen that decides a rule"
	case musts[rule.Inconclusive] > 0:
		return fmt.Sprintf("PARTLY PROVEN: no MUST is broken, %d of %d are inconclusive, which --strict refuses%s", musts[rule.Inconclusive], applying(musts), r.beside(musts))
	}
	return "PASS: no MUST is broken or inconclusive" + r.beside(musts)
}

// applying is how many MUSTs apply to the service.
func applying(musts map[rule.Outcome]int) int {
	all := 0
	for o, n := range musts {
		if o != rule.NotApplicable {
			all += n
		}
	}
	return all
}

// failed says how many MUSTs are broken, and how many nobody knows of.
func (r *Report) failed(musts map[rule.Outcome]int) string {
	text := "a MUST is broken"
	if n := musts[rule.Fail]; n > 1 {
		text = fmt.Sprintf("%d MUSTs are broken", n)
	}
	if n := musts[rule.Inconclusive]; n > 0 {
		text += fmt.Sprintf(", %d of %d are inconclusive", n, applying(musts))
	}
	return text
}

// beside names what else a reader of the sentence must know: waived rules, and other
// rules that are inconclusive.
func (r *Report) beside(musts map[rule.Outcome]int) string {
	var more []string
	if n := r.Counts[rule.Waived]; n > 0 {
		more = append(more, fmt.Sprintf("%d waived", n))
	}
	if n := r.Counts[rule.Inconclusive] - musts[rule.Inconclusive]; n > 0 {
		more = append(more, fmt.Sprintf("%d SHOULD or MAY inconclusive", n))
	}
	if len(more) == 0 {
		return ""
	}
	return "; " + strings.Join(more, ", ")
}
