package errors

import (
	"cmp"
	"maps"
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// BothLevels: an error means the same wherever it stands.
var BothLevels = &rule.Rule{
	ID:        "ERR-BOTH-LEVELS",
	Phase:     rule.Errors,
	Level:     rule.Must,
	Statement: "The same error has the same outcome for the app, be it the whole answer or an item inside HTTP 200.",
	Why:       "Adobe Pass may say the same in both places; a service that looks in one only treats half of the expired sessions as a denied package.",
	Remedy:    "Read errors of whole answers and of items with one piece of code, and let it decide.",
	Occasion:  "error that presses of play met at both levels",
	Missing:   "no error was met by presses of play at both levels",
	Sources: []rule.Source{
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-response-handling"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-representation"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		tops, items := outcomes(e)
		for _, m := range slices.SortedFunc(maps.Keys(items), meeting.compare) {
			top, ok := tops[m]
			if !ok {
				continue
			}
			cases = append(cases, rule.Prove(items[m].differs(m.code, top), top.x, top.press, items[m].x, items[m].press))
		}
		return cases
	},
}

// A meeting is with an error of that code. Where it was directed, Adobe Pass thinks otherwise:
// a service that looks again finds another state than after an error that was meant.
type meeting struct {
	code     string
	directed bool
}

func (m meeting) compare(other meeting) int {
	switch {
	case m.code != other.code:
		return cmp.Compare(m.code, other.code)
	case m.directed == other.directed:
		return 0
	case m.directed:
		return 1
	}
	return -1
}

// An outcome is what a press of play led to.
type outcome struct {
	x      *journal.Exchange
	press  *journal.Act
	status *journal.Act // what the app was told next; nil: not asked
}

// outcomes are the first outcomes of each meeting, for whole answers and for items.
func outcomes(e *rule.Evidence) (tops, items map[meeting]outcome) {
	tops, items = map[meeting]outcome{}, map[meeting]outcome{}
	for _, a := range e.Did(journal.Play) {
		asked := e.During(a, 0, "authorize")
		if len(asked) == 0 || tampered(e, a) {
			continue
		}
		x := asked[len(asked)-1]
		for _, r := range refusals(x) {
			into := tops
			if x.Response.Status/100 == 2 {
				into = items
			}
			m := meeting{r.Code, len(x.Directed) > 0}
			if _, seen := into[m]; !seen && known(r) {
				into[m] = outcome{x, a, believed(e, a)}
			}
		}
	}
	return tops, items
}

// differs compares what the apps were told.
func (item outcome) differs(code string, top outcome) *rule.Complaint {
	there, here := top.press.Text("reason"), item.press.Text("reason")
	switch {
	case top.press.Flag("allowed") != item.press.Flag("allowed"):
		return nil // what plays on an error is the matter of AUTHZ-DENY-WINS
	case told(top.press) != told(item.press):
		return rule.Complain("the app got an answer to %s at one level only (%s, %s); wanted one at both", code, said(top.x), said(item.x))
	case there != here:
		return rule.Complain("the app was given the reason %q for %s, and %q for %s; wanted the same", there, said(top.x), here, said(item.x))
	case top.status != nil && item.status != nil && top.status.Flag("signedIn") != item.status.Flag("signedIn"):
		return rule.Complain("the user counted as signed in after one of %s and %s only; wanted the same", said(top.x), said(item.x))
	}
	return nil
}

// tampered tells whether the profile of the device had been changed by hand: what the
// service finds when it looks again is then no outcome of the error.
func tampered(e *rule.Evidence, a *journal.Act) bool {
	return slices.ContainsFunc(e.Did(journal.Alter), func(by *journal.Act) bool {
		return by.Device == a.Device && by.Start.Before(a.Start)
	})
}
