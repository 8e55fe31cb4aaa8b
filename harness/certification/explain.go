package certification

import (
	"fmt"
	"regexp"
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
// became of the scenario. Where its scenarios were all observed, it was the service that
// gave no occasion. dead says why no scenario could be played; empty: they could.
func explain(verdicts []rule.Verdict, outcomes []Outcome, dead string) {
	for i := range verdicts {
		v := &verdicts[i]
		if v.Outcome != rule.Inconclusive && v.Excused != rule.Inconclusive || v.Rule.Attest != "" {
			continue // what has to be attested is missing in no scenario
		}
		switch gap := gapOf(v.Rule.Phase, outcomes); {
		case len(outcomes) == 0 && dead != "":
			v.Reason += "; no scenario was played: " + dead
		case gap != "":
			v.Reason += "; " + gap
		default:
			v.Reason += "; " + observed(v.Rule.Phase, outcomes)
		}
	}
}

// observed says which scenarios of a phase were played in full without an occasion.
func observed(phase rule.Phase, outcomes []Outcome) string {
	first, n := "", 0
	for _, o := range outcomes {
		if !slices.Contains(o.Labels, string(phase)) {
			continue
		}
		if n++; first == "" {
			first = o.Scenario
		}
	}
	_, picky := evidencing[phase]
	switch {
	case n == 0 && picky:
		return fmt.Sprintf("no scenario of the phase %s was played", phase)
	case n == 0:
		return "the scenarios that were played gave no occasion"
	}
	return fmt.Sprintf("played to the end, scenario %q%s gave no occasion", first, others(n-1))
}

// gapOf says what was not observed of a phase: of its own scenarios if one of them has a
// gap, else of others. The first scenario of the worst kind is named and those with the
// same kind of gap are counted.
func gapOf(phase rule.Phase, outcomes []Outcome) string {
	var own, foreign []gap
	for _, o := range outcomes {
		mine := slices.Contains(o.Labels, string(phase))
		g, ok := unmapped(phase, o)
		if _, picky := evidencing[phase]; !ok && (mine || !picky) {
			g, ok = misfortune(o)
		}
		switch {
		case !ok:
		case mine:
			own = append(own, g)
		default:
			foreign = append(foreign, g)
		}
	}
	if len(own) == 0 {
		own = foreign
	}
	return tell(own)
}

// A gap is a scenario that was not observed, or not in full.
type gap struct {
	scenario string
	kind     string // what lacks, or what became of it
	detail   string // why, where that is known
}

// The kinds of gaps beside verbs that are not mapped, the worst first.
const (
	failed      = "it failed"
	late        = "it ran out of time"
	interrupted = "it was interrupted"
	skipped     = "it was skipped"
)

// unmapped names the verbs that a scenario lacked and by which the phase has lost
// something; false where there is none.
func unmapped(phase rule.Phase, o Outcome) (gap, bool) {
	var verbs []string
	for _, verb := range o.Unmapped {
		if needed, picky := evidencing[phase]; !picky || slices.Contains(needed, verb) {
			verbs = append(verbs, verb)
		}
	}
	return gap{scenario: o.Scenario, kind: "the configuration maps no " + strings.Join(verbs, ", no ") + " verb"}, len(verbs) > 0
}

// misfortune says what became of a scenario that was not played to its end; false for
// all others.
func misfortune(o Outcome) (gap, bool) {
	g := gap{scenario: o.Scenario, kind: failed, detail: cause(o.Message)}
	switch o.State {
	case "passed":
		return gap{}, false
	case "timedout":
		g.kind = late
	case "interrupted":
		g.kind = interrupted
	case "skipped":
		if len(o.Unmapped) > 0 {
			return gap{}, false
		}
		g.kind = skipped
	}
	return g, true
}

// place is where in the scenarios a message comes from, which says nothing to those who
// read about a service.
var place = regexp.MustCompile(` \([^ ()]*\.go:\d+\)`)

// mostCause is how much of a message is told with a rule: 160 characters. The whole of it
// stands with the scenario.
const mostCause = 160

// cause is the first trouble of a scenario's message.
func cause(message string) string {
	for line := range strings.Lines(message) {
		line = strings.TrimSpace(place.ReplaceAllString(line, ""))
		if line == "" || strings.HasSuffix(line, ":") || line == "A spec timeout occurred" {
			continue // a headline
		}
		if runes := []rune(line); len(runes) > mostCause {
			line = string(runes[:mostCause]) + "…"
		}
		return line
	}
	return ""
}

// tell puts the gaps of the worst kind into one clause.
func tell(gaps []gap) string {
	if len(gaps) == 0 {
		return ""
	}
	slices.SortStableFunc(gaps, func(a, b gap) int { return severity(a.kind) - severity(b.kind) })
	first := gaps[0]
	alike := slices.DeleteFunc(slices.Clone(gaps), func(g gap) bool { return g.kind != first.kind })
	why := first.kind
	if first.detail != "" {
		why += ": " + first.detail
	}
	return fmt.Sprintf("not observed in scenario %q%s: %s", first.scenario, others(len(alike)-1), why)
}

// severity orders kinds: what the configuration lacks first, as it is easiest to mend.
func severity(kind string) int {
	return slices.Index([]string{failed, late, interrupted, skipped}, kind)
}

// others counts scenarios beside the one that is named.
func others(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}
