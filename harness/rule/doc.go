// Package rule defines a rule as a value, the evidence that it judges, and the verdict
// that its cases add up to.
//
// A [Rule] is one checkable sentence about a Programmer Service. Its Check is pure: it
// looks at [Evidence] (exchanges with Adobe Pass, acts of the harness, DNS queries) and
// returns a [Case] for every occasion on which the rule applied, kept or broken, with
// the entries that prove it. [Judge] adds the cases up to a [Verdict].
//
//	var BatchLimit = &rule.Rule{
//		ID: "PREAUTHZ-BATCH-LIMIT", Phase: rule.Preauthorization, Level: rule.Must, Grain: rule.Run,
//		Occasion: "preauthorize request", Missing: "nothing was preauthorized",
//		Check: func(e *rule.Evidence) []rule.Case {
//			return rule.Each(e.Operations("preauthorize"), func(x *journal.Exchange) *rule.Complaint {
//				if n, limit := len(rule.Resources(x)), e.Declared.PreauthorizeLimit(); n > limit {
//					return rule.Complain("%d resources; wanted at most %d", n, limit)
//				}
//				return nil
//			})
//		},
//	}
//
//	verdicts := rule.Judge([]*rule.Rule{BatchLimit}, rule.NewEvidence(entries, rule.Current, declared))
//
// Three requests, one of them with six resources, make a verdict with three cases and
// one finding: FAIL. Three with five resources each make PASS, and name the request
// that earned it.
//
// Nothing passes by default. No case, no verdict: the rule is inconclusive and says
// what it has not seen. A case without proof, a proof that is not in the evidence and
// a panic are faults of the rule, never of the service.
package rule
