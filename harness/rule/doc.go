// Package rule defines a rule as a value, the evidence that it judges, and the verdict
// that its cases add up to.
//
// A [Rule] is one checkable sentence about a Programmer Service. Its Check is pure: it
// looks at [Evidence] (exchanges with Adobe Pass, acts of the harness, DNS queries) and
// returns a [Case] for every occasion on which the rule applied, kept or broken, with
// the entries that prove it. [Judge] adds the cases up to a [Verdict].
//
// Nothing passes by default. No case, no verdict: the rule is inconclusive and says
// what it has not seen. A case without proof, a proof that is not in the evidence and
// a panic are faults of the rule, never of the service.
package rule
