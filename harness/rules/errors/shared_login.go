package errors

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// shared tells whether a profile was not seen on a device that signs in by single
// sign-on: its user may have signed out on another device, which ends the login
// everywhere (rest-api-v2-single-sign-on-logout-flow), or the call lacks a header, which
// the rules of single sign-on judge.
func shared(e *rule.Evidence, x *journal.Exchange) bool {
	who := e.Participants()[e.Name(x)]
	return who != nil && !who.SSO.IsZero() && who.SSO.Before(x.Start) && rule.Refused(x).Code == "authenticated_profile_missing"
}
