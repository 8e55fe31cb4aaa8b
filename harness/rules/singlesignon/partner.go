package singlesignon

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A partnerAnswer is the answer of sessions/sso/{partner} as far as [rule.Session] does
// not have it
// (rest-api-v2-partner-single-sign-on-apis-retrieve-partner-authentication-request#success).
type partnerAnswer struct {
	rule.Session
	ID      string // of the session
	Request string // for the framework
	Names   []string
}

func readPartner(x *journal.Exchange) (partnerAnswer, bool) {
	session, ok := rule.SessionOf(x)
	var body struct {
		ID   string `json:"sessionId"`
		Auth struct {
			Request string   `json:"request"`
			Names   []string `json:"attributesNames"`
		} `json:"authenticationRequest"`
	}
	if !ok || x.Response.JSON(&body) != nil {
		return partnerAnswer{}, false
	}
	return partnerAnswer{session, body.ID, body.Auth.Request, body.Auth.Names}, true
}

// late is how long after an act's answer a call may still be due to it.
const late = 300 * time.Millisecond
