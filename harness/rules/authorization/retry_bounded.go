package authorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The checklist allows two or three repeats, with a pause.
const (
	mostRepeats = 3
	pause       = time.Second
	firstPause  = 500 * time.Millisecond // tolerated with a warning
	jitter      = 50 * time.Millisecond
	background  = 5 * time.Second // repeats after the app has its answer count as well
)

// RetryBounded: authorizations are repeated seldom, slowly and only where told.
var RetryBounded = &rule.Rule{
	ID:        "AUTHZ-RETRY-BOUNDED",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "An authorization is repeated only for the action retry, at most 3 times and with pauses; a deny is never repeated.",
	Why:       "When an MVPD is slow, services that hammer it make it slower; a deny does not change by asking again.",
	Remedy:    "Follow the action of the error, not its status: repeat on retry after 1 s, 2 s and 4 s at most, and give up.",
	Occasion:  "press of play that was denied or could be retried",
	Missing:   "no press of play was denied or could be retried",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authorization-phase"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-response-handling"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range apart(presses(e, background)) {
			if len(p.asked) == 0 {
				continue
			}
			first := itemError(p.asked[0], p.resource)
			if first == "" {
				continue
			}
			if c := excess(p); c != nil {
				cases = append(cases, *c)
			} else if alive, ok := e.AliveAt(p.End.Add(2 * time.Second)); ok {
				cases = append(cases, rule.Prove(nil, p.asked[0], alive))
			}
		}
		return cases
	},
}

// apart gives an authorization to one press only: to the last that began before it.
func apart(all []press) []press {
	owner := map[journal.ID]int{}
	for i, p := range all {
		for _, x := range p.asked {
			owner[x.ID] = i
		}
	}
	for i := range all {
		var own []*journal.Exchange
		for _, x := range all[i].asked {
			if owner[x.ID] == i {
				own = append(own, x)
			}
		}
		all[i].asked = own
	}
	return all
}

// itemError is the action of the error that a decision carries: in HTTP 200, or, for
// the action retry, in an error of the whole answer. Other errors of whole answers are
// the matter of ERR-NO-RETRY-UNLESS-TOLD.
func itemError(x *journal.Exchange, resource string) string {
	if d := rule.DecisionOn(x, resource); d != nil {
		return d.Error.Action
	}
	if r := rule.Refused(x); r.Action == "retry" {
		return r.Action
	}
	return ""
}

func excess(p press) *rule.Case {
	for i := 1; i < len(p.asked); i++ {
		prev, next := p.asked[i-1], p.asked[i]
		action, gap := itemError(prev, p.resource), next.Start.Sub(prev.End)
		var c *rule.Complaint
		switch {
		case action == "":
			continue
		case action != "retry":
			c = rule.Complain("%q was asked for again after a deny (action %s); wanted no repeat", p.resource, action)
		case i > mostRepeats:
			c = rule.Complain("repeat %d for %q; wanted at most %d", i, p.resource, mostRepeats)
		case gap < firstPause-jitter, i > 1 && gap < pause-jitter:
			c = rule.Complain("repeated %v after the last answer for %q; wanted a pause of at least %v", gap.Round(time.Millisecond), p.resource, pause)
		case gap < pause-jitter:
			c = rule.Warn("first repeat %v after the answer for %q; wanted a pause of at least %v", gap.Round(time.Millisecond), p.resource, pause)
		}
		if c != nil {
			out := rule.Prove(c, prev, next)
			return &out
		}
	}
	return nil
}
