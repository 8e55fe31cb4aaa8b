// Package logout holds the rules of the logout phase.
package logout

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{Supported, RequestShape, ReturnURL, FollowActions, Partner, OnlyOnUserRequest, LocalState}
