package singlesignon

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ServiceTokenConsistent: one user, one subject.
var ServiceTokenConsistent = &rule.Rule{
	ID:        "SSO-SERVICE-TOKEN-CONSISTENT",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.ServiceTokenSSO,
	Statement: "The same user yields the same subject on all devices and apps, different users different ones, and the token of one user is never sent for another.",
	Why:       "A subject that differs by device signs nobody in; one that stays when the user of a shared television changes lets the next one watch on somebody else's account.",
	Remedy:    "Make the subject of the user's account alone, and drop the token with the session of the user whom it is about.",
	Occasion:  "user on a device",
	Missing:   "no user was known on two devices, and no device had two users",
	Sources: []rule.Source{
		{Page: "rest-api-v2-single-sign-on-service-token-flows", Anchor: "prerequisites-scenario-performing-authentication-flow-using-service-token-single-sign-on-method"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq21"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known, owner := map[string]*sighting{}, map[string]*sighting{}
		var cases []rule.Case
		for _, h := range holdings(e, "service-token") {
			s := sight(e, h)
			if s == nil {
				continue
			}
			first, other := known[h.user()], owner[s.identity]
			switch {
			case other != nil && other.h.user() != h.user():
				cases = append(cases, rule.Prove(rule.Complain("%s for %s on %s carries the subject %q of %s; wanted that of its own user",
					s.x.Operation, h.user(), h.device(), s.identity, other.h.user()), other.x, s.x))
			case first != nil && first.identity != s.identity:
				cases = append(cases, rule.Prove(rule.Complain("%s is %q on %s and %q on %s; wanted one subject on all devices",
					h.user(), first.identity, first.h.device(), s.identity, h.device()), first.x, s.x))
			case first != nil && first.h.device() != h.device():
				cases = append(cases, rule.Prove(nil, first.x, s.x))
			case first == nil && len(known) > 0:
				cases = append(cases, rule.Prove(nil, s.x)) // told apart from all users before
			}
			if first == nil {
				known[h.user()] = s
			}
			if other == nil {
				owner[s.identity] = s
			}
		}
		return cases
	},
}

// A sighting is the subject that a user had on a device.
type sighting struct {
	h        *holding
	x        *journal.Exchange
	identity string
}

// sight finds the subject with which a user was sent; a call with that of another user
// before those with the right one. nil: none was sent.
func sight(e *rule.Evidence, h *holding) *sighting {
	if !h.fresh() {
		return nil
	}
	var all []*sighting
	for _, x := range h.calls(e, append(slices.Clone(bearing), "logout")...) {
		if who := whose(header(x, serviceHeader)); who != "" {
			all = append(all, &sighting{h, x, who})
		}
	}
	if len(all) == 0 {
		return nil
	}
	right := whose(h.value())
	if i := slices.IndexFunc(all, func(s *sighting) bool { return right != "" && s.identity != right }); i >= 0 {
		return all[i]
	}
	return all[0]
}
