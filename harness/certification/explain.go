package certification

import (
	"fmt"
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// evidencing names the verbs of the app without which a phase's rules see little or
// nothing. Rules of a phase that is not here look at everything that the service does.
var evidencing = map[rule.Phase][]string{
	rule.Configuration:    {journal.Providers, journal.Login, journal.Activate, journal.Status, journal.Play},
	rule.Authentication:   {journal.Login, journal.Returned, journal.Activate, journal.Status},
	rule.Preauthorization: {journal.Preauthorize, journal.Play, journal.Login},
	rule.Authorization:    {journal.Play, journal.Login},
	rule.Degraded:         {journal.Play, journal.Login, journal.Status},
	rule.Temporary:        {journal.Preview, journal.Remaining, journal.Heartbeat},
	rule.Logout:           {journal.Logout, journal.Play, journal.Login},
}

// explain tells of every rule that is inconclusive which scenario should have made its
// evidence and did not, and why: which verb the configuration does not map, or what
// became of the scenario. A rule whose scenarios were all observed keeps its own reason.
func explain(verdicts []rule.Verdict, outcomes []Outcome) {
	for i := range verdicts {
		v := &verdicts[i]
		if v.Outcome != rule.Inconclusive && v.Excused != rule.Inconclusive || v.Rule.Attest != "" {
			continue // what has to be attested is missing in no scenario
		}
		if gap := gapOf(v.Rule.Phase, outcomes); gap != "" {
			v.Reason += "; " + gap
		}
	}
}

// gapOf says what was not observed of a phase: of its own scenarios if one of them has a
// gap, else of others. The first scenario is named and those with the same gap are counted.
func gapOf(phase rule.Phase, outcomes []Outcome) string {
	var own, others []gap
	for _, o := range outcomes {
		g := gap{o.Scenario, unmapped(phase, o)}
		mine := slices.Contains(o.Labels, string(phase))
		if _, picky := evidencing[phase]; g.why == "" && (mine || !picky) {
			g.why = misfortune(o)
		}
		switch {
		case g.why == "":
		case mine:
			own = append(own, g)
		default:
			others = append(others, g)
		}
	}
	if len(own) == 0 {
		own = others
	}
	return tell(own)
}

// A gap is a scenario that was not observed, or not in full.
type gap struct{ scenario, why string }

// unmapped names the verbs that a scenario lacked and by which the phase has lost
// something; empty where there is none.
func unmapped(phase rule.Phase, o Outcome) string {
	var verbs []string
	for _, verb := range o.Unmapped {
		if needed, picky := evidencing[phase]; !picky || slices.Contains(needed, verb) {
			verbs = append(verbs, verb)
		}
	}
	if len(verbs) == 0 {
		return ""
	}
	return "the configuration maps no " + strings.Join(verbs, ", no ") + " verb"
}

// misfortune says what became of a scenario that was not played to its end; empty for
// all others.
func misfortune(o Outcome) string {
	switch {
	case o.State == "passed" || o.State == "skipped" && len(o.Unmapped) > 0:
		return ""
	case o.State == "skipped" || o.State == "interrupted":
		return "it was " + o.State
	case o.State == "timedout":
		return "it ran out of time"
	}
	return "it " + o.State
}

// tell puts the gaps that have the reason of the first into one clause.
func tell(gaps []gap) string {
	if len(gaps) == 0 {
		return ""
	}
	first, more := gaps[0], ""
	if n := len(slices.DeleteFunc(slices.Clone(gaps), func(g gap) bool { return g.why != first.why })) - 1; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("not observed in scenario %q%s: %s", first.scenario, more, first.why)
}
