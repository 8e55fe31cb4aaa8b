// Package variants holds other ways of being right: what the documentation leaves to a
// Programmer Service, decided otherwise than the reference service decides it. None may
// break a MUST; a rule that blames one speaks of the reference service and not of the
// documentation.
//
//	v, _ := variants.Find("poll-15s")
//	policy := reference.Correct()
//	v.Decide(&policy)
package variants
