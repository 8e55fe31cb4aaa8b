package preauthorization

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// BatchLimit: one request asks for no more resources than agreed.
var BatchLimit = &rule.Rule{
	ID:        "PREAUTHZ-BATCH-LIMIT",
	Phase:     rule.Preauthorization,
	Level:     rule.Must,
	Statement: "One preauthorize request asks for no more resources than agreed, by default 5, and for none twice.",
	Why:       "Adobe Pass refuses the whole request with too_many_resources: the catalogue shows nothing as available.",
	Remedy:    "Split the catalogue into batches of the agreed size, one after the other; do not send a list again that was too long.",
	Occasion:  "preauthorize request",
	Missing:   "no preauthorize request was made",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "step-5-check-for-preauthorized-resources"},
		{Page: "rest-api-v2-faqs", Anchor: "preauthorization-phase-faq9"},
	},
	Feature: rule.PreauthorizationFeature,
	Grain:   rule.Device,
	Check: func(e *rule.Evidence) []rule.Case {
		limit := e.Declared.PreauthorizeLimit()
		var refused *journal.Exchange
		var cases []rule.Case
		for _, x := range e.Operations("preauthorize") {
			resources := rule.Resources(x)
			if resources == nil {
				continue // what cannot be read is the contract's matter
			}
			sorted := slices.Sorted(slices.Values(resources))
			distinct := len(slices.Compact(slices.Clone(sorted)))
			switch {
			case len(resources) > limit:
				cases = append(cases, rule.Prove(rule.Complain("%d resources in one request; wanted at most %d", len(resources), limit), x))
			case distinct < len(resources):
				cases = append(cases, rule.Prove(rule.Complain("%d of %d resources are asked for twice in one request; wanted each once", len(resources)-distinct, len(resources)), x))
			case refused != nil && string(refused.Request.Body) == string(x.Request.Body) && retried(e, refused, x):
				cases = append(cases, rule.Prove(rule.Complain("the list that was refused as too_many_resources was sent again; wanted a shorter one"), refused, x))
			default:
				cases = append(cases, rule.Prove(nil, x))
			}
			if rule.Refused(x).Code == "too_many_resources" {
				refused = x
			}
		}
		return cases
	},
}

// retried tells whether the repeat was the service's idea: no app had asked anew.
func retried(e *rule.Evidence, first, again *journal.Exchange) bool {
	for _, a := range e.Did(journal.Preauthorize) {
		if a.Start.After(first.Start) && !again.Start.Before(a.Start) {
			return false
		}
	}
	return true
}
