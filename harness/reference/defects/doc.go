// Package defects holds the deliberate bugs of the reference Programmer Service. Each
// is one wrong behaviour, named for what the service does wrong, and declares the
// rules that it must break: no more and no fewer. They prove that the rules catch
// what they are there to catch.
//
//	programmer --defect poll-too-fast
//
// A defect changes one decision of the service ([reference.Policy]), or what goes
// over the wire, as a wrong HTTP layer would.
package defects
