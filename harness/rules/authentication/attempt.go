package authentication

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// An attempt is one code with all that is known of it.
type attempt struct {
	code     string
	session  *journal.Exchange // that created the code; nil in a recording that began later
	notAfter time.Time         // zero: unknown
	polls    []*journal.Exchange
	success  *journal.Exchange // the first poll that brought a profile
	refused  *journal.Exchange // the first poll that was told that the code is no longer known
	actor    *rule.Participant
}

// attempts groups the evidence by code, in the order in which codes appear.
func attempts(e *rule.Evidence) []*attempt {
	known := map[string]*attempt{}
	var order []*attempt
	for _, x := range e.Operations("createSession", "resumeSession", "profilesByCode") {
		if x.Code == "" {
			continue
		}
		a := known[x.Code]
		if a == nil {
			a = &attempt{code: x.Code, actor: e.Actor(x)}
			known[x.Code] = a
			order = append(order, a)
		}
		a.add(x)
	}
	return order
}

func (a *attempt) add(x *journal.Exchange) {
	if x.Operation != "profilesByCode" {
		if s, ok := rule.SessionOf(x); ok && !s.NotAfter.IsZero() {
			a.notAfter = s.NotAfter
		}
		if x.Operation == "createSession" {
			a.session = x
		}
		return
	}
	a.polls = append(a.polls, x)
	if a.success == nil && rule.HasProfile(x) {
		a.success = x
	}
	if code := rule.Refused(x).Code; a.refused == nil && (code == "invalid_authentication_session" || code == "invalid_parameter_code") {
		a.refused = x
	}
}

// pause is the longest gap between two polls: a leaked loop would show within two.
func (a *attempt) pause() time.Duration {
	longest := 5 * time.Second
	for i := 1; i < len(a.polls); i++ {
		longest = max(longest, a.polls[i].Start.Sub(a.polls[i-1].Start))
	}
	return longest
}

// firstAfter is the first poll that began after t.
func (a *attempt) firstAfter(t time.Time) *journal.Exchange {
	for _, x := range a.polls {
		if x.Start.After(t) {
			return x
		}
	}
	return nil
}

// same tells whether two attempts were made on one device: by the codes that its app
// received, or, where no app was played, by the identifier.
func (a *attempt) same(b *attempt) bool {
	if a.actor != nil || b.actor != nil {
		return a.actor == b.actor
	}
	return a.session != nil && b.session != nil && a.session.Device == b.session.Device
}
