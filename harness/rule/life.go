package rule

import (
	"slices"
	"sort"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// AliveAt returns the first sign of life that the subject gave at or after t,
// anywhere in the run: a request of the service, or an answered call of its app.
// A rule about what must not happen is kept only when the subject was alive after
// its window: a dead service keeps no promise.
func (e *Evidence) AliveAt(t time.Time) (journal.Entry, bool) {
	alive := e.run.alive
	i := sort.Search(len(alive), func(i int) bool { return !lifeAt(alive[i]).Before(t) })
	if i == len(alive) {
		return nil, false
	}
	return alive[i], true
}

// Restarted tells whether the subject that serves a device was restarted in between. A
// scenario may restart an instance of its own, which serves only its devices; whoever
// cannot be told may be one of them.
func (e *Evidence) Restarted(device string, from, to time.Time) bool {
	for _, a := range e.run.restarts {
		devices := a.List("devices")
		if a.End.After(from) && a.Start.Before(to) && (len(devices) == 0 || device == "" || slices.Contains(devices, device)) {
			return true
		}
	}
	return false
}

// wake is how long before a subject is seen to have ended its apps may miss their answers.
const wake = 2 * time.Second

// taken are the calls of apps that a subject which ended by itself took with it, or that
// came to it afterwards. They were made, so that what followed them is explained; that
// nobody answered shows that the subject had ended, which is told of the run and breaks
// no rule.
func taken(acts []*journal.Act) map[journal.ID]bool {
	out := map[journal.ID]bool{}
	i := slices.IndexFunc(acts, func(a *journal.Act) bool { return a.Verb == journal.Died })
	if i < 0 {
		return out
	}
	end := acts[i].Start.Add(-wake)
	for _, a := range acts {
		if _, spoke := a.Answer["httpStatus"]; !a.Answered() && !spoke && !silent[a.Verb] && a.End.After(end) {
			out[a.ID] = true
		}
	}
	return out
}

// silent are the verbs that say nothing about the life of the subject: it is not asked,
// or the act is its end.
var silent = map[string]bool{
	journal.Appear: true, journal.Browse: true, journal.Direct: true, journal.Withdraw: true,
	journal.Degrade: true, journal.Restore: true,
	journal.Alter: true, journal.Payload: true, journal.Network: true,
	journal.Watched: true, journal.Stop: true, journal.Died: true,
}

// lifeAt is the instant at which an entry shows the subject alive: a request when
// it came, an act when it was answered.
func lifeAt(e journal.Entry) time.Time {
	if a, ok := e.(*journal.Act); ok {
		return a.End
	}
	return e.At()
}
