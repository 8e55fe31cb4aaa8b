// Package degraded holds the rules of degraded access: what a service does while rules
// of degradation answer in the place of an MVPD, and when they end.
package degraded

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{SessionAuthorize, PermitWithoutValidity, AuthZNone, ProfileShortLived, Recovery, NoSelfDegrade}
