package logout

import (
	"maps"
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// An action is what one removed profile leaves to do
// (rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd#success).
type action struct {
	Name string `json:"actionName"` // logout, partner_logout, complete or invalid
	Type string `json:"actionType"` // interactive, partner_interactive or none
	URL  string `json:"url"`
}

// actions are those of a logout answer in the order of their MVPDs; nil for every other
// answer.
func actions(x *journal.Exchange) []action {
	var body struct {
		Logouts map[string]action `json:"logouts"`
	}
	if x.Response.Status/100 != 2 || x.Response.JSON(&body) != nil {
		return nil
	}
	var out []action
	for _, mvpd := range slices.Sorted(maps.Keys(body.Logouts)) {
		out = append(out, body.Logouts[mvpd])
	}
	return out
}

// A signOut is one sign-out of a user with the logout calls that it has caused.
type signOut struct {
	*journal.Act
	called []*journal.Exchange // in order
}

// signOuts pairs sign-outs with the logout calls of the same device, begun while the app
// waited or soon after, and before the user did something else.
func signOuts(e *rule.Evidence) []signOut {
	var out []signOut
	for _, a := range e.Did(journal.Logout) {
		s := signOut{Act: a}
		until := a.End.Add(prompt)
		for _, next := range e.Did(journal.Logout, journal.Login) {
			if next.Device == a.Device && next.Start.After(a.Start) && next.Start.Before(until) {
				until = next.Start
			}
		}
		for _, x := range e.During(a, prompt, "logout") {
			if x.Start.Before(until) {
				s.called = append(s.called, x)
			}
		}
		out = append(out, s)
	}
	return out
}
