package headers

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// OnlyExpected: nothing is sent that no document knows.
var OnlyExpected = &rule.Rule{
	ID:        "HDR-ONLY-EXPECTED",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "Only documented parameters and headers are sent.",
	Why:       "What is left over from REST API V1 is ignored today and may be refused tomorrow; it also tells that the call was not rewritten.",
	Remedy:    "Drop the parameter; what V2 needs stands in the API reference of the operation.",
	Occasion:  "request to a documented operation",
	Missing:   "the service made no request",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-checklist", Anchor: "recommended-practices-parameters-headers"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			// A form posted as something else cannot be told from unknown fields.
			if x.Operation == "" || typed[x.Operation] != "" && len(x.Request.Body) > 0 && x.Request.MediaType() != typed[x.Operation] {
				continue
			}
			var c *rule.Complaint
			for _, v := range x.Violations {
				if v.Kind == journal.Undocumented && !credentialInQuery(x, v) {
					c = rule.Complain("%s carries %s %s, which no document knows; wanted only what the API reference lists", x.Operation, v.In, v.Name)
					break
				}
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// credentialInQuery is the matter of REG-TOKEN-REQUEST.
func credentialInQuery(x *journal.Exchange, v journal.Violation) bool {
	return x.Operation == "token" && v.In == "query"
}
