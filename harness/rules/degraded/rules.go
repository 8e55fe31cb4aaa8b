// Package degraded holds the rules of degraded access: what happens while an MVPD is
// degraded.
package degraded

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{NoSelfDegrade}
