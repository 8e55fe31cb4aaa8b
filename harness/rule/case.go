package rule

import (
	"fmt"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Case is one occasion on which a rule applied: kept, or broken with a complaint.
type Case struct {
	Complaint *Complaint   // nil: kept
	Proof     []journal.ID // the entries that prove it, the decisive one last; never empty
}

// A Complaint says what was seen, with its number, and then what the rule wants,
// with its number: "1.0s after the previous poll for A7X2QB, at least 3s wanted".
type Complaint struct {
	Text string
	Mild bool // a departure that the catalogue tolerates with a warning, whatever the rule's level
}

// Complain makes a complaint as fmt.Sprintf does.
func Complain(format string, args ...any) *Complaint {
	return &Complaint{Text: fmt.Sprintf(format, args...)}
}

// Warn makes a mild complaint: it warns even where the rule is a MUST.
func Warn(format string, args ...any) *Complaint {
	return &Complaint{Text: fmt.Sprintf(format, args...), Mild: true}
}

// Prove makes a case of a complaint (nil: kept) and the entries that prove it, the
// decisive one last.
func Prove(complaint *Complaint, proof ...journal.Entry) Case {
	ids := make([]journal.ID, len(proof))
	for i, e := range proof {
		ids[i] = e.EntryID()
	}
	return Case{Complaint: complaint, Proof: ids}
}

// Each judges every exchange.
func Each(xs []*journal.Exchange, judge func(*journal.Exchange) *Complaint) []Case {
	var cases []Case
	for _, x := range xs {
		cases = append(cases, Prove(judge(x), x))
	}
	return cases
}

// EachPair judges every exchange against the one before it.
func EachPair(xs []*journal.Exchange, judge func(prev, next *journal.Exchange) *Complaint) []Case {
	var cases []Case
	for i := 1; i < len(xs); i++ {
		cases = append(cases, Prove(judge(xs[i-1], xs[i]), xs[i-1], xs[i]))
	}
	return cases
}
