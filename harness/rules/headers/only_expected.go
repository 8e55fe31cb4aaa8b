package headers

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// OnlyExpected: nothing is sent that no document knows.
var OnlyExpected = &rule.Rule{
	ID:        "HDR-ONLY-EXPECTED",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
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
			if x.Operation == "" {
				continue
			}
			var names []string
			for _, v := range x.Violations {
				if v.Kind == journal.Undocumented && !welcome(x, v) && !premium(e, v) {
					names = append(names, v.In+" "+v.Name)
				}
			}
			var c *rule.Complaint
			if len(names) > 0 {
				slices.Sort(names)
				c = rule.Complain("%s carries %s, which no document knows; wanted only what the API reference lists", x.Operation, strings.Join(names, ", "))
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// welcome tells what is no matter of this rule: fields of a body that has the wrong type
// (HDR-CONTENT-TYPE and registration's own rules), what registration wants in the body and
// finds in the query (REG-REGISTER-REQUEST, REG-TOKEN-REQUEST), the tokens of platforms,
// which single sign-on may send everywhere, and the visitor, whom the page about the
// Experience Cloud ID wants on all calls.
func welcome(x *journal.Exchange, v journal.Violation) bool {
	name := strings.ToLower(v.Name)
	switch v.In {
	case "body":
		return unread(x)
	case "header":
		return name == "adobe-subject-token" || name == "ap-visitor-identifier" || name == "x-roku-reserved-roku-connect-token"
	case "query":
		return x.Operation == "token" && (name == "client_id" || name == "client_secret" || name == "grant_type") ||
			x.Operation == "register" && name == "software_statement"
	}
	return false
}

// premium tells the identity of a promotional preview in a service that has such previews:
// where it belongs is the matter of TEMP-PROMO-IDENTITY.
func premium(e *rule.Evidence, v journal.Violation) bool {
	return strings.EqualFold(v.Name, "AP-TempPass-Identity") && e.Declared.Has(rule.PromotionalTemporaryAccess)
}
