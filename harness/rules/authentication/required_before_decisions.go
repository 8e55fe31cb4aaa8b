package authentication

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RequiredBeforeDecisions: who is not signed in signs in first.
var RequiredBeforeDecisions = &rule.Rule{
	ID:        "AUTHN-REQUIRED-BEFORE-DECISIONS",
	Phase:     rule.Authentication,
	Level:     rule.Must,
	Statement: "A user without a valid profile is sent to sign in; nothing is played and no decision is asked for.",
	Why:       "Adobe Pass decides for profiles alone: what plays without one plays for people who pay nobody.",
	Remedy:    "Look at the profile before anything else, and answer the app that its user has to sign in.",
	Occasion:  "press of play, or catalogue, of a user who was not signed in",
	Missing:   "no user who was not signed in pressed play or looked at a catalogue of a service that asks for decisions",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq2"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "authentication-phase"},
		{Page: "rest-api-v2-basic-authorization-primary-application-flow", Anchor: "prerequisites-retrieve-authorization-decisions-using-specific-mvpd"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known, working := histories(e), decided(e)
		var cases []rule.Case
		for _, a := range e.Did(journal.Play, journal.Preauthorize) {
			if e.Participants()[a.Device] == nil {
				continue
			}
			before, after := at(known[a.Device], a.Start), at(known[a.Device], a.End)
			// An end that Adobe Pass announced, or that came by itself, has rules of its own.
			if len(before.profiles) > 0 || len(after.profiles) > 0 || before.lost {
				continue
			}
			cases = append(cases, stranger(e, a, working)...)
		}
		return cases
	},
}

// decided is the first decision that the service has asked for, for anybody; nil: none.
func decided(e *rule.Evidence) *journal.Exchange {
	for _, x := range e.Operations("authorize", "preauthorize") {
		return x
	}
	return nil
}

// stranger judges what an app got whose user was not signed in. That a service which says
// no to everybody says no to strangers as well is no evidence: working is a decision that
// it did ask for, or nil.
func stranger(e *rule.Evidence, a *journal.Act, working *journal.Exchange) []rule.Case {
	asked := append(e.During(a, 0, "authorize"), e.During(a, 0, "preauthorize")...)
	for _, x := range asked {
		for _, d := range rule.Decisions(x) {
			if d.Authorized {
				return nil // degraded or temporary access needs no profile
			}
		}
	}
	proof := make([]journal.Entry, 0, len(asked)+1)
	for _, x := range asked {
		proof = append(proof, x)
	}
	complaint := unwelcome(a, len(asked))
	if complaint == nil && working == nil {
		return nil
	}
	if complaint == nil {
		proof = append(proof, working)
	}
	return []rule.Case{rule.Prove(complaint, append(proof, a)...)}
}

func unwelcome(a *journal.Act, asked int) *rule.Complaint {
	switch {
	case !a.Answered():
		return rule.Complain("the app of %s got no answer to %s (%s) although its user only had to sign in; wanted to be told so", a.Device, a.Verb, a.Failure)
	case a.Flag("allowed"):
		return rule.Complain("%s started to play %q and was not signed in; wanted a login first", a.Device, a.Text("resource"))
	case len(a.List("permitted")) > 0:
		return rule.Complain("%s was shown %d resources as permitted and was not signed in; wanted a login first", a.Device, len(a.List("permitted")))
	case asked > 2:
		return rule.Complain("%d decisions were asked for on one %s of %s, which was not signed in; wanted none", asked, a.Verb, a.Device)
	case asked > 0:
		return rule.Warn("a decision was asked for %s, which was not signed in; wanted a login first", a.Device)
	}
	return nil
}
