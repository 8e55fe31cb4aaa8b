package preauthorization

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// CacheScope: a permit is good for one device at one MVPD.
var CacheScope = &rule.Rule{
	ID:        "PREAUTHZ-CACHE-SCOPE",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "Permits that are kept belong to one device and one MVPD; nobody else gets them.",
	Why:       "A cache by resource alone shows one subscriber's package to all others.",
	Remedy:    "Put the device, or the profile, and the MVPD into the key of the cache beside the resource.",
	Occasion:  "catalogue with a resource that was permitted to another device or at another MVPD",
	Missing:   "no catalogue was shown with a resource that had been permitted to another device or at another MVPD",
	Sources: []rule.Source{
		{Page: "programmer-integration-guide-overview", Anchor: "understanding-entitlements"},
		{Page: "rest-api-v2-faqs", Anchor: "preauthorization-phase-faq4"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		granted := permits(e)
		var cases []rule.Case
		for _, v := range views(e, 0) {
			mvpd := providerOf(e, v.Act)
			if !v.Answered() || mvpd == "" {
				continue
			}
			for _, r := range v.List("resources") {
				if c := leaked(granted[r], v, r, mvpd); c != nil {
					cases = append(cases, *c)
				}
			}
		}
		return cases
	},
}

// A permit is what one answer permitted to one device.
type permit struct {
	device string
	x      *journal.Exchange
}

// permits are all that were given, by resource and in order.
func permits(e *rule.Evidence) map[string][]permit {
	out := map[string][]permit{}
	for _, x := range e.Operations("preauthorize") {
		who := e.Name(x)
		if who == "" {
			continue
		}
		for _, d := range rule.Decisions(x) {
			if d.Authorized {
				out[d.Resource] = append(out[d.Resource], permit{who, x})
			}
		}
	}
	return out
}

// providerOf is the MVPD that a device is signed in with when it shows a catalogue.
func providerOf(e *rule.Evidence, a *journal.Act) (mvpd string) {
	for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode", "preauthorize", "authorize") {
		if x.Start.After(a.End) {
			break
		}
		if e.Name(x) != a.Device {
			continue
		}
		switch {
		case x.Operation == "preauthorize", x.Operation == "authorize":
			mvpd = x.MVPD
		case rule.HasProfile(x):
			mvpd = onlyMVPD(x)
		}
	}
	return mvpd
}

// onlyMVPD is the MVPD of an answer with one profile.
func onlyMVPD(x *journal.Exchange) string {
	profiles := rule.Profiles(x)
	for mvpd := range profiles {
		if len(profiles) == 1 {
			return mvpd
		}
	}
	return ""
}

// leaked judges one resource of a catalogue by the permits that were given for it. One of
// the device's own at the same MVPD explains everything; when it ends is the matter of
// PREAUTHZ-CACHE-INVALIDATE.
func leaked(granted []permit, v view, resource, mvpd string) *rule.Case {
	var foreign *journal.Exchange
	whose := ""
	for _, p := range granted {
		if !p.x.End.Before(v.Start) {
			break
		}
		if p.device == v.Device && p.x.MVPD == mvpd {
			return nil
		}
		foreign, whose = p.x, p.device
	}
	if foreign == nil {
		return nil
	}
	if whose == v.Device {
		whose = "itself at " + foreign.MVPD
	}
	asked := v.about(resource)
	var c rule.Case
	switch {
	case len(asked) > 0:
		c = rule.Prove(nil, foreign, asked[0])
	case v.shows(resource):
		c = rule.Prove(rule.Complain("%q is shown as permitted on %s at %s, which was permitted to %s only; wanted it asked for", resource, v.Device, mvpd, whose), foreign, v.Act)
	default:
		return nil
	}
	return &c
}
