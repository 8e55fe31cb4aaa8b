package preauthorization

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RetryItemsOnly: a repeat lists only what may be repeated.
var RetryItemsOnly = &rule.Rule{
	ID:        "PREAUTHZ-RETRY-ITEMS-ONLY",
	Phase:     rule.Preauthorization,
	Level:     rule.Should,
	Statement: "A preauthorization that is repeated lists only the items whose error has the action retry.",
	Why:       "The MVPD is asked again for what it has decided already, while it struggles with one item.",
	Remedy:    "Collect the items with the action retry and repeat the request for them alone; keep the decisions on the others.",
	Occasion:  "repeat of a list of which only some items could be retried",
	Missing:   "no list was repeated of which only some items could be retried",
	Sources: []rule.Source{
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-response-handling"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, v := range views(e, background) {
			for i, x := range v.asked {
				if prev := repeated(v.asked[:i], x); prev != nil {
					cases = append(cases, rule.Prove(along(prev, x), prev, x))
				}
			}
		}
		return cases
	},
}

// repeated is the latest request with an item that may be retried, and another that was
// settled, of which x asks for the former again.
func repeated(before []*journal.Exchange, x *journal.Exchange) *journal.Exchange {
	for _, prev := range slices.Backward(before) {
		if retries(prev, x) {
			if !slices.ContainsFunc(rule.Decisions(prev), func(d rule.Decision) bool { return d.Error.Action != "retry" }) {
				return nil
			}
			return prev
		}
	}
	return nil
}

// retries tells whether a request asks again for an item that the answer to another has
// told to retry.
func retries(prev, x *journal.Exchange) bool {
	asked := rule.Resources(x)
	return slices.ContainsFunc(rule.Decisions(prev), func(d rule.Decision) bool {
		return d.Error.Action == "retry" && slices.Contains(asked, d.Resource)
	})
}

// along complains of settled items in a repeat.
func along(prev, x *journal.Exchange) *rule.Complaint {
	var again []string
	for _, d := range rule.Decisions(prev) {
		if d.Error.Action != "retry" && slices.Contains(rule.Resources(x), d.Resource) {
			again = append(again, d.Resource)
		}
	}
	if len(again) == 0 {
		return nil
	}
	return rule.Complain("%s sent along with what could be retried; wanted the items with the action retry alone", strings.Replace(list(again), " and more were", " and more", 1))
}
