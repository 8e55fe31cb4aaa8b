package preauthorization

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// RelayDecisions: the app hears what was decided about each resource.
var RelayDecisions = &rule.Rule{
	ID:        "PREAUTHZ-RELAY-DECISIONS",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "The permits and the denies of a preauthorization reach the app, each for its own resource.",
	Why:       "A catalogue that shows what cannot be watched, or hides what can, sends users to support.",
	Remedy:    "Match the decisions by their resource, never by their place in the list; pass denies on as denies, and take what was not decided for no permit.",
	Occasion:  "catalogue that Adobe Pass has decided on",
	Missing:   "Adobe Pass has decided on no catalogue",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-5-check-for-preauthorized-resources"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, v := range views(e, 0) {
			cases = append(cases, relayed(v)...)
		}
		return cases
	},
}

// relayed judges one catalogue by the resources that were asked for while it was made:
// the first that was passed on wrongly, or all of them.
func relayed(v view) []rule.Case {
	var last *journal.Exchange
	undecided := false
	for _, r := range v.List("resources") {
		d, x := v.final(r)
		if x == nil {
			continue // from memory, or not at all: the matter of other rules
		}
		if x.Response.Status/100 != 2 {
			undecided = true
			continue
		}
		if last = x; !v.Answered() {
			continue
		}
		if c := passedOn(v, r, d); c != nil {
			return []rule.Case{rule.Prove(c, x, v.Act)}
		}
	}
	switch {
	case last == nil:
		return nil
	case v.Answered():
		return []rule.Case{rule.Prove(nil, last, v.Act)}
	case undecided:
		return nil // what was decided is only a part: the service may well give up
	}
	return []rule.Case{rule.Prove(rule.Complain("the app got no answer (%s) although Adobe Pass had decided; wanted the decisions", v.Failure), last, v.Act)}
}

func passedOn(v view, resource string, d *rule.Decision) *rule.Complaint {
	_, tellsDenied := v.Answer["denied"]
	switch {
	case d == nil && v.shows(resource):
		return rule.Complain("%q is shown as permitted and the answer has no decision about it; wanted none", resource)
	case d == nil:
	case d.Authorized && !v.shows(resource):
		return rule.Complain("%q is not shown as permitted, which Adobe Pass had permitted; wanted the permit", resource)
	case !d.Authorized && v.shows(resource):
		return rule.Complain("%q is shown as permitted, which Adobe Pass had denied; wanted the deny", resource)
	case !d.Authorized && d.Error.Action != "retry" && tellsDenied && !slices.Contains(v.List("denied"), resource):
		return rule.Complain("the deny of %q did not reach the app; wanted permits and denies", resource)
	}
	return nil
}
