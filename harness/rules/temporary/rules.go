// Package temporary holds the rules of temporary access (TempPass).
package temporary

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{Analytics}
