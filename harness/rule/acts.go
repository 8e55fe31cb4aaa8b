package rule

import (
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// AppVerbs are what the app of a device asks for; each may make the service call. Signing in
// with the framework of a partner, [journal.Partner], is not among them.
var AppVerbs = []string{
	journal.Status, journal.Providers, journal.Login, journal.Returned, journal.Activate, journal.Metadata, journal.Preauthorize,
	journal.Play, journal.Preview, journal.Remaining, journal.Heartbeat, journal.Event, journal.Entitled, journal.Logout,
}

// Never is after everything in any evidence.
var Never = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// UnderWay is the act of one of the verbs during which the service made an exchange for
// its device, or at most late after its end; nil where there is none.
func (e *Evidence) UnderWay(x *journal.Exchange, late time.Duration, verbs ...string) *journal.Act {
	who := e.Name(x)
	for _, a := range e.Did(verbs...) {
		if who != "" && a.Device == who && !x.Start.Before(a.Start) && !x.Start.After(a.End.Add(late)) {
			return a
		}
	}
	return nil
}

// Next is the first act of a device that begins in [from, to) and has one of the verbs, or
// nil.
func (e *Evidence) Next(device string, from, to time.Time, verbs ...string) *journal.Act {
	for _, a := range e.Between(from, to).Did(verbs...) {
		if a.Device == device {
			return a
		}
	}
	return nil
}
