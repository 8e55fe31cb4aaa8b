// Package temporary holds the rules of temporary access (TempPass): free previews for
// users who have not signed in.
package temporary

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	DirectAuthorize, PromoIdentity, IdentityHashed, LimitExceeded, EnforceEnd, SwitchWithoutLogout, ProfileQuery,
	NoWastedAuthorize, Analytics,
}
