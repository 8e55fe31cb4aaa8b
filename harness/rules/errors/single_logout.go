package errors

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// signedOutElsewhere tells whether a profile is gone because its user has signed out on
// another device that shares the login: single sign-on ends everywhere at once
// (rest-api-v2-single-sign-on-logout-flow), and nobody tells the service.
func signedOutElsewhere(e *rule.Evidence, x *journal.Exchange) bool {
	if rule.Refused(x).Code != "authenticated_profile_missing" {
		return false
	}
	who, users, left := e.Name(x), map[string]bool{}, map[string]bool{}
	for _, a := range e.Did(journal.Payload) {
		if a.Device == who && who != "" && a.Start.Before(x.Start) {
			users[a.Text("user")] = true
		}
	}
	for _, a := range e.Did(journal.Logout) {
		if a.Device != who && a.Start.Before(x.Start) {
			left[a.Device] = true
		}
	}
	for _, a := range e.Did(journal.Payload) {
		if left[a.Device] && users[a.Text("user")] {
			return true
		}
	}
	return false
}
