package configuration

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// CacheKey: a platform gets its own list, and all of its users the same one.
var CacheKey = &rule.Rule{
	ID:        "CFG-CACHE-KEY",
	Phase:     rule.Configuration,
	Level:     rule.Should,
	Statement: "The configuration is kept for each service provider and platform, and for no single user or device.",
	Why:       "With one list for all platforms users are offered providers that do not work on their device; with one for each user the cache saves nothing.",
	Remedy:    "Make the key of service provider and platform type (operating system and kind of device), and of nothing that belongs to a user.",
	Occasion:  "list of providers of a platform while that of another was known, or of a second user of a platform",
	Missing:   "no two platforms with different lists of providers were played",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq4"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq5"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		cases := keptForOne(e)
		for _, p := range pickers(e) {
			id, from := p.strange()
			switch {
			case from != nil && p.last() == nil && !akin(e, &p):
				cases = append(cases, rule.Prove(rule.Complain("%s was shown the list of another platform, and none was fetched for %s; wanted a list for each platform", p.Device, named(p.who.Info)), from, p.Act))
			case from != nil && p.last() != nil && !p.fresh():
				cases = append(cases, rule.Prove(rule.Complain("%s was shown %q, which the list of %s does not have and that of another platform has; wanted a list for each platform", p.Device, id, named(p.who.Info)), from, p.last(), p.Act))
			case from == nil && p.last() != nil && p.apart() != nil:
				cases = append(cases, rule.Prove(nil, p.apart(), p.last(), p.Act))
			}
		}
		return cases
	},
}

// akin tells whether a configuration came for a platform that one may well take for the
// same: of the same operating system, or the same kind of device. The documents do not
// say how fine a platform type is.
func akin(e *rule.Evidence, p *picker) bool {
	for _, x := range p.other {
		info := rule.DeviceInfo(x)
		if who := e.Whose(x); info == nil && who != nil {
			info = who.Info
		}
		if info == nil || info["osName"] == p.who.Info["osName"] || info["primaryHardwareType"] == p.who.Info["primaryHardwareType"] {
			return true
		}
	}
	return false
}

// keptForOne finds lists that are kept for a single device.
func keptForOne(e *rule.Evidence) []rule.Case {
	var cases []rule.Case
	last := map[string]*journal.Exchange{}
	for _, x := range e.Operations("configuration") {
		if x.Response.Status/100 != 2 || len(x.Directed) > 0 {
			continue
		}
		p := platform(e, x)
		prev := last[p]
		last[p] = x
		if prev == nil || x.Start.Sub(prev.Start) >= shortest || e.Restarted(e.Name(x), prev.Start, x.Start) {
			continue
		}
		if again := perUser(e, x); again != nil {
			cases = append(cases, rule.Prove(rule.Complain("the list of %s was fetched for %s although %s had got it from the cache; wanted one for all users of a platform", p, e.Name(x), again.Device), prev, again, x))
		}
	}
	return cases
}
