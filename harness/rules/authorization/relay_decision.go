package authorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// patience is how long the app may wait after Adobe Pass has decided.
const patience = 10 * time.Second

// RelayDecision: the app hears what was decided.
var RelayDecision = &rule.Rule{
	ID:        "AUTHZ-RELAY-DECISION",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "The decision reaches the app as an answer: a permit with what is needed to start, a deny as a deny.",
	Why:       "An app that gets an error in place of a deny tells the user that the service is down, and tries again.",
	Remedy:    "Answer the app with allowed or denied, and with the media token unless the service verifies it itself; keep server errors for faults of the service.",
	Occasion:  "press of play that Adobe Pass has decided on",
	Missing:   "Adobe Pass has decided on no press of play",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "rest-api-v2-basic-authorization-primary-application-flow", Anchor: "workflow-retrieve-authorization-decisions-using-specific-mvpd"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		issued := map[string]bool{}
		for token := range lastMoments(e) {
			issued[token] = true
		}
		for _, p := range presses(e, 0, journal.Preview) {
			x := p.last()
			if x == nil {
				continue
			}
			d := rule.DecisionOn(x, p.resource)
			if d == nil || d.Error.Action == "retry" {
				continue // nothing was decided
			}
			if d.Authorized && e.Loose(x) {
				continue // the matter of HDR-TOLERANT-READER
			}
			if d.Authorized && d.Source == "degradation" && e.Declared.Has(rule.DegradedAccess) {
				continue // the matter of DEGR-PERMIT-WITHOUT-VALIDITY
			}
			cases = append(cases, rule.Prove(relayed(p, d, waited(e, p, x), issued), x, p.Act))
		}
		return cases
	},
}

// waited is how long the app waited for its answer when the decision was there, without the
// time that Adobe Pass took for further calls.
func waited(e *rule.Evidence, p press, x *journal.Exchange) time.Duration {
	all := p.End.Sub(x.End)
	for _, y := range e.Operations() {
		if y.Start.Before(x.End) || !y.Start.Before(p.End) || e.Name(y) != p.Device {
			continue
		}
		until := y.End
		if until.After(p.End) {
			until = p.End
		}
		all -= until.Sub(y.Start)
	}
	return all
}

// relayed judges the answer to the app. A token that was issued for another playback is the
// matter of AUTHZ-TOKEN-ONE-TIME, one in another form of AUTHZ-TOKEN-OPAQUE.
func relayed(p press, d *rule.Decision, waited time.Duration, issued map[string]bool) *rule.Complaint {
	decided := map[bool]string{true: "permit", false: "deny"}[d.Authorized]
	token := p.Text("mediaToken")
	switch {
	case !p.Answered():
		return rule.Complain("the app got no answer to the %s for %q (%s); wanted the %s", decided, p.resource, p.Failure, decided)
	case waited > patience:
		return rule.Complain("the app waited %v after the %s for %q; wanted at most %v", waited.Round(time.Second), decided, p.resource, patience)
	case d.Authorized && !p.Flag("allowed"):
		return rule.Complain("the app was denied %q, which Adobe Pass had permitted; wanted the permit", p.resource)
	case d.Authorized && token != "" && !rule.Reshaped(token, d.Token.Serialized) && token != d.Token.Serialized && !issued[token]:
		return rule.Complain("the app got another media token for %q than Adobe Pass had issued; wanted it unchanged", p.resource)
	}
	return nil // a deny that plays all the same is the matter of AUTHZ-DENY-WINS
}
