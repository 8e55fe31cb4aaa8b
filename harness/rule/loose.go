package rule

import (
	"slices"

	"github.com/passproof/passproof/mockpass/journal"
)

// loosens notes a direction that has answers written in another way than usual, within
// what the documentation leaves open: with members that nobody knows, or with timestamps
// as text in place of numbers and the other way round.
func (ix *index) loosens(a *journal.Act) {
	do, _ := a.Map("direction")["do"].(map[string]any)
	if do["extraFields"] == true || do["timestamps"] != nil {
		ix.loose[a.Text("id")] = true
	}
}

// Loose tells whether an answer was written in another way than usual because a scenario
// wanted it so. A service that stumbles over it is the matter of HDR-TOLERANT-READER.
func (e *Evidence) Loose(x *journal.Exchange) bool {
	return slices.ContainsFunc(x.Directed, func(id string) bool { return e.run.loose[id] })
}
