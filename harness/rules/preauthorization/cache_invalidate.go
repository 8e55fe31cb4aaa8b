package preauthorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// CacheInvalidate: permits end with the profile.
var CacheInvalidate = &rule.Rule{
	ID:        "PREAUTHZ-CACHE-INVALIDATE",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "Permits that are kept end with the profile: by logout, by its end, by an error that says that it is gone, by a new login.",
	Why:       "The next user of the device sees the package of the one before.",
	Remedy:    "Empty the device's permits whenever its profile goes or another comes.",
	Occasion:  "catalogue with a resource that was permitted under a profile that has ended",
	Missing:   "no catalogue was shown again after a profile had ended",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		granted, over := permits(e), map[string][]rule.End{}
		var cases []rule.Case
		for _, v := range views(e, 0) {
			if !v.Answered() {
				continue
			}
			if _, ok := over[v.Device]; !ok {
				over[v.Device] = e.Ends(v.Device)
			}
			for _, r := range v.List("resources") {
				if c := outlived(lastOf(granted[r], v), over[v.Device], v, r); c != nil {
					cases = append(cases, *c)
				}
			}
		}
		return cases
	},
}

// lastOf is the last permit that the device of a catalogue had before, at any MVPD.
func lastOf(granted []permit, v view) *journal.Exchange {
	var last *journal.Exchange
	for _, p := range granted {
		if p.device == v.Device && p.x.End.Before(v.Start) {
			last = p.x
		}
	}
	return last
}

func outlived(before *journal.Exchange, over []rule.End, v view, resource string) *rule.Case {
	if before == nil {
		return nil
	}
	for _, end := range over {
		if !end.At.After(before.End) || end.Told().After(v.Start) {
			continue
		}
		asked := v.about(resource)
		var c rule.Case
		switch {
		case len(asked) > 0:
			c = rule.Prove(nil, before, end.Entry, asked[0])
		case v.shows(resource):
			c = rule.Prove(rule.Complain("%q is shown as permitted although %s %v ago; wanted it asked for again", resource, end.Why, v.Start.Sub(end.At).Round(time.Second)), before, end.Entry, v.Act)
		default:
			c = rule.Prove(nil, before, end.Entry, v.Act)
		}
		return &c
	}
	return nil
}
