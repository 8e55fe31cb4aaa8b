// Package recorded makes evidence of traffic that was recorded elsewhere: by a proxy, a
// browser, or an earlier run.
//
//	entries, err := recorded.Read(file, documents)
//	verdicts := rule.Judge(rules.Passive(), rule.NewEvidence(entries, rule.Current, declared))
//
// A HAR file of passproof comes back as it was. Of others everything that rules ask for
// is worked out from the messages: which operation a request is for, where it departs
// from the OpenAPI documents, and which client, device, code and MVPD it speaks of.
package recorded
