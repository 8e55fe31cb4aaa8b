package preauthorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

const (
	mostRepeats = 3               // the checklist allows two or three repeats
	background  = 5 * time.Second // repeats after the app has its answer count as well
	settled     = 2 * time.Second // whoever repeats has begun to by then
)

// RetryBounded: preauthorizations are repeated seldom, and only where told.
var RetryBounded = &rule.Rule{
	ID:        "PREAUTHZ-RETRY-BOUNDED",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "A preauthorization is repeated only for the action retry, at most 3 times; a deny is never repeated.",
	Why:       "A catalogue has many resources: when an MVPD is slow, repeats without bound make it slower for everybody.",
	Remedy:    "Follow the action of each item's error, repeat on retry two or three times, and give up.",
	Occasion:  "catalogue with an item that was denied or could be retried",
	Missing:   "no catalogue had an item that was denied or could be retried",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-preauthorization-phase"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-response-handling"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, v := range views(e, background) {
			var first *journal.Exchange
			var broken *rule.Case
			for _, r := range v.List("resources") {
				about := v.about(r)
				if len(about) == 0 || itemAction(about[0], r) == "" {
					continue
				}
				if first == nil {
					first = about[0]
				}
				if broken == nil {
					broken = excess(about, r)
				}
			}
			if broken != nil {
				cases = append(cases, *broken)
			} else if first != nil {
				if alive, ok := e.AliveAt(v.End.Add(settled)); ok {
					cases = append(cases, rule.Prove(nil, first, alive))
				}
			}
		}
		return cases
	},
}

// itemAction is the action of the error that an item carries: in HTTP 200, or, for the
// action retry, in an error of the whole answer. Other errors of whole answers are the
// matter of ERR-NO-RETRY-UNLESS-TOLD.
func itemAction(x *journal.Exchange, resource string) string {
	if d := rule.DecisionOn(x, resource); d != nil {
		return d.Error.Action
	}
	if r := rule.Refused(x); r.Action == "retry" {
		return r.Action
	}
	return ""
}

func excess(about []*journal.Exchange, resource string) *rule.Case {
	repeats := 0
	for i := 1; i < len(about); i++ {
		prev, next := about[i-1], about[i]
		var c *rule.Complaint
		switch action := itemAction(prev, resource); {
		case action == "":
			continue
		case action != "retry" && retries(prev, next):
			continue // along with what may be repeated: PREAUTHZ-RETRY-ITEMS-ONLY
		case action != "retry":
			c = rule.Complain("%q was asked for again after a deny (action %s); wanted no repeat", resource, action)
		default:
			if repeats++; repeats > mostRepeats {
				c = rule.Complain("repeat %d for %q; wanted at most %d", repeats, resource, mostRepeats)
			}
		}
		if c != nil {
			out := rule.Prove(c, prev, next)
			return &out
		}
	}
	return nil
}
