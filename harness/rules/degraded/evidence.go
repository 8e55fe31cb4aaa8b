package degraded

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The names that answers have for degraded access.
const (
	degraded    = "degraded"    // reasonType of a session, type of a profile
	degradation = "degradation" // source of a decision
	authNAll    = "AuthNAll"
)

// admitted tells whether an answer lets the user in because AuthNAll is in force, and
// to which MVPD: a session that goes straight to decisions, or a degraded profile.
func admitted(x *journal.Exchange) (mvpd string, ok bool) {
	if s, isSession := rule.SessionOf(x); isSession && x.Operation == "createSession" {
		if s.MVPD == "" {
			s.MVPD = x.MVPD
		}
		return s.MVPD, s.Action == "authorize" && s.Reason == degraded
	}
	if x.Operation != "profilesByMvpd" {
		return "", false
	}
	for mvpd, p := range rule.Profiles(x) {
		if p.Type == degraded {
			return mvpd, true
		}
	}
	return "", false
}

// unasked are the service's calls of the operations for a device after x, until the app
// asks for something else, or for so long.
func unasked(e *rule.Evidence, x *journal.Exchange, device string, long time.Duration, operations ...string) []*journal.Exchange {
	until := x.End.Add(long)
	if a := e.Next(device, x.End, until, rule.AppVerbs...); a != nil {
		until = a.Start
	}
	var out []*journal.Exchange
	for _, y := range e.Between(x.End, until).Operations(operations...) {
		if y.ID != x.ID && e.Name(y) == device {
			out = append(out, y)
		}
	}
	return out
}

// asked is the last authorization of a resource while the app waited for an act, or nil.
func asked(e *rule.Evidence, a *journal.Act) *journal.Exchange {
	var last *journal.Exchange
	for _, x := range e.During(a, 0, "authorize") {
		if slices.Contains(rule.Resources(x), a.Text("resource")) {
			last = x
		}
	}
	return last
}
