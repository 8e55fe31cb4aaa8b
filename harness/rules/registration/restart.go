package registration

import (
	"maps"
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A comeback is a device before and after a restart of what serves it.
type comeback struct {
	device        string
	restart       *journal.Act
	before, after *journal.Exchange // the last call before it and the first call after it
}

// comebacks are the devices for which a service went on after a restart.
func comebacks(e *rule.Evidence) []comeback {
	var out []comeback
	calls := e.Operations(personal...)
	for _, a := range e.Did(journal.Restart) {
		devices := a.List("devices")
		if len(devices) == 0 {
			devices = slices.Sorted(maps.Keys(e.Participants()))
		}
		if !a.Answered() {
			continue // it did not come back
		}
		for _, name := range devices {
			c := comeback{device: name, restart: a}
			for _, x := range calls {
				switch {
				case x.Client == "" || e.Name(x) != name:
				case x.End.Before(a.Start):
					c.before = x
				case x.Start.After(a.End) && c.after == nil:
					c.after = x
				}
			}
			if c.before != nil && c.after != nil {
				out = append(out, c)
			}
		}
	}
	return out
}

// provoked tells whether Adobe Pass itself has refused the credentials or the token
// meanwhile, or was told to.
func (c *comeback) provoked(e *rule.Evidence) bool {
	for _, x := range e.Operations() {
		mine := same(x.Client, c.before.Client) || e.Name(x) == c.device
		if mine && x.End.After(c.before.End) && x.Start.Before(c.after.Start) && (x.Response.Status == 401 || len(x.Directed) > 0 && x.Response.Status/100 != 2) {
			return true
		}
	}
	return c.after.Response.Status == 401
}
