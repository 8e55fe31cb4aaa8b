package configuration

import (
	"fmt"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The documents want the configuration kept between 2 minutes (FAQ, AI rules) and 5
// (checklist); 15 seconds either way are nobody's fault.
const (
	shortest = 2*time.Minute - 15*time.Second
	longest  = 5*time.Minute + 15*time.Second
)

// CacheTTL: the configuration is shared for some minutes by all users of a platform.
var CacheTTL = &rule.Rule{
	ID:        "CFG-CACHE-TTL",
	Phase:     rule.Configuration,
	Level:     rule.Should,
	Statement: "The configuration is kept for 2 to 5 minutes and shared by all users of a platform.",
	Why:       "Without a cache every user who opens the list costs a call; with a cache of a day a provider that was switched off stays in the list.",
	Remedy:    "Keep the answer in the server's memory for 2 to 5 minutes, keyed by service provider and platform, never by user.",
	Occasion:  "picker of a platform whose configuration was fetched before",
	Missing:   "no second user of a platform opened the list of providers",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-configuration-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq4"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		fetches := map[string][]*journal.Exchange{}
		for _, x := range e.Operations("configuration") {
			if x.Response.Status/100 != 2 || len(x.Directed) > 0 {
				continue
			}
			p := platform(e, x)
			if all := fetches[p]; len(all) > 0 {
				cases = append(cases, refetch(e, all[len(all)-1], x, p)...)
			}
			fetches[p] = append(fetches[p], x)
		}
		for _, a := range e.Did(journal.Providers) {
			cases = append(cases, served(e, a, fetches)...)
		}
		return cases
	},
}

// refetch judges a fetch by the one before. Two that raced each other, and two with a
// restart between, say nothing about the cache; a list that is kept for each user by
// itself is the matter of CFG-CACHE-KEY.
func refetch(e *rule.Evidence, prev, next *journal.Exchange, platform string) []rule.Case {
	gap := next.Start.Sub(prev.Start)
	if next.Start.Before(prev.End.Add(500*time.Millisecond)) || gap >= shortest || e.Restarted(e.Name(next), prev.Start, next.Start) {
		return nil
	}
	if perUser(e, next) != nil || rule.Late(prev) {
		return nil
	}
	return []rule.Case{rule.Prove(rule.Complain("fetched again for %s %v after the last fetch; wanted from the cache for at least 2m", platform, gap.Round(100*time.Millisecond)), prev, next)}
}

// served judges a picker that was answered without a fetch.
func served(e *rule.Evidence, a *journal.Act, fetches map[string][]*journal.Exchange) []rule.Case {
	who := e.Participants()[a.Device]
	if who == nil || !a.Answered() {
		return nil
	}
	var last *journal.Exchange
	for _, x := range fetches[named(who.Info)] {
		if !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return nil // this picker was the fetch
		}
		if x.Start.Before(a.Start) {
			last = x
		}
	}
	if last == nil {
		return nil
	}
	switch age := a.Start.Sub(last.Start); {
	case age > longest:
		return []rule.Case{rule.Prove(rule.Complain("the list of %s was %v old; wanted at most 5m", named(who.Info), age.Round(time.Second)), last, a)}
	case age <= shortest:
		return []rule.Case{rule.Prove(nil, last, a)}
	}
	return nil
}

// platform is what a configuration was asked for: by the header, which is optional
// here, or else by the device that it was asked for.
func platform(e *rule.Evidence, x *journal.Exchange) string {
	if info := rule.DeviceInfo(x); info != nil {
		return named(info)
	}
	if who := e.Whose(x); who != nil {
		return named(who.Info)
	}
	return "an unnamed platform"
}

func named(info map[string]any) string {
	return fmt.Sprintf("%v on %v", info["osName"], info["primaryHardwareType"])
}
