package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// TokenPersist: a token that is still good survives a restart.
var TokenPersist = &rule.Rule{
	ID:        "REG-TOKEN-PERSIST",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "An access token that is still valid is used on after a restart of the service.",
	Why:       "Tokens that live in memory are all asked for again at once after a deployment: a herd that the throttle stops.",
	Remedy:    "Keep the access token and its end in persistent storage beside the credentials.",
	Occasion:  "device with a valid token that was called for before and after a restart",
	Missing:   "no device with a token of half an hour or more was called for before and after a restart",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-registration-phase"},
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq11"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, c := range comebacks(e) {
			had, has := e.TokenOf(c.before), e.TokenOf(c.after)
			if had == nil || has == nil || c.after.Client != c.before.Client || c.provoked(e) {
				continue // lost credentials are the matter of REG-CREDENTIALS-PERSIST
			}
			t := tokenOf(had)
			if t == nil || t.life < longLived || !c.after.Start.Before(t.ends.Add(-max(t.life/5, lastPart, e.Declared.RefreshMargin))) {
				continue // it may be replaced for its age
			}
			switch {
			case has == had:
				cases = append(cases, rule.Prove(nil, had, c.restart, c.after))
			case has.Start.After(c.restart.Start):
				cases = append(cases, rule.Prove(rule.Complain("%s got a new token after the restart, and the old one was good for %v more; wanted it to be kept",
					c.device, t.ends.Sub(c.after.Start).Round(time.Minute)), had, c.restart, has))
			}
		}
		return cases
	},
}
