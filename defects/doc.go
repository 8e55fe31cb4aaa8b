// Package defects proves the harness on broken services: it certifies the reference
// Programmer Service once as it is and once with each of its defects, and compares
// what was found with what the defect declares. The runs take minutes, so they need
// the flag that `make defects` gives:
//
//	go test ./defects -defects
package defects
