package temporary

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// NoWastedAuthorize: a trial is spent by watching.
var NoWastedAuthorize = &rule.Rule{
	ID:        "TEMP-NO-WASTED-AUTHORIZE",
	Phase:     rule.Temporary,
	Level:     rule.Should,
	Statement: "A decision of a TempPass is asked for when a preview is started, once, and never to see whether it would be given.",
	Why:       "The first authorize starts the clock of the trial and each new resource uses it up: who prefetches spends it before the user has seen anything.",
	Remedy:    "Call decisions/authorize for the resource of the press of play alone; use preauthorize to find out what may be shown.",
	Occasion:  "free preview that was permitted, or authorization without one",
	Missing:   "no decision of a TempPass was asked for",
	Sources: []rule.Source{
		{Page: "temp-pass-feature", Anchor: "promotional-temp-pass-feature-details"},
	},
	Feature: rule.TemporaryAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		if len(e.Acts) == 0 {
			return nil // recorded traffic does not tell what the user did
		}
		var cases []rule.Case
		spent := map[journal.ID]*journal.Exchange{} // the first permit of a preview
		for _, x := range onTempPass(e, "authorize") {
			a := e.UnderWay(x, 0, journal.Preview, journal.Heartbeat)
			switch {
			case e.Name(x) == "":
				continue
			case a == nil:
				cases = append(cases, rule.Prove(rule.Complain("%v of %s were authorized although no preview was started; wanted none", rule.Resources(x), x.MVPD), x))
				continue
			case a.Verb == journal.Heartbeat || refused(x) != "":
				continue // whether the trial goes on, and refusals, are the matter of others
			}
			for _, d := range rule.Decisions(x) {
				if d.Authorized && d.Resource != a.Text("resource") {
					cases = append(cases, rule.Prove(rule.Complain("%q was authorized along with the preview of %q; wanted that one alone", d.Resource, a.Text("resource")), a, x))
				} else if first := spent[a.ID]; d.Authorized && first != nil {
					cases = append(cases, rule.Prove(rule.Complain("%q was authorized again %v after the first permit of the same preview; wanted one call", d.Resource, x.Start.Sub(first.End).Round(1e6)), first, x))
				} else if d.Authorized {
					spent[a.ID] = x
					cases = append(cases, rule.Prove(nil, a, x))
				}
			}
		}
		return cases
	},
}
