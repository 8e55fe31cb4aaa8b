package rule

import (
	"slices"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// Evidence is what one call of Check may look at. It does not change.
type Evidence struct {
	Exchanges []*journal.Exchange // in order of their start: the service's and the browser's
	Acts      []*journal.Act      // in order of their start
	Queries   []*journal.Query
	Edition   Edition
	Declared  Declared
	run       *index // what is known of the whole run, whatever the grain
}

// A Participant is a device that the harness played, as it introduced itself.
type Participant struct {
	Name    string // the harness's name
	ID      string // the device id that the app gave to the service
	Address string // its public address
	Port    int    // source port of its connection
	Info    map[string]any
	Act     *journal.Act // the act "appear"
}

// NewEvidence sorts the entries of a run and indexes them.
func NewEvidence(entries []journal.Entry, ed Edition, declared Declared) *Evidence {
	e := &Evidence{Edition: ed, Declared: declared}
	for _, entry := range entries {
		switch v := entry.(type) {
		case *journal.Exchange:
			e.Exchanges = append(e.Exchanges, v)
		case *journal.Act:
			e.Acts = append(e.Acts, v)
		case *journal.Query:
			e.Queries = append(e.Queries, v)
		}
	}
	slices.SortStableFunc(e.Exchanges, byStart[*journal.Exchange])
	slices.SortStableFunc(e.Acts, byStart[*journal.Act])
	slices.SortStableFunc(e.Queries, byStart[*journal.Query])
	e.run = newIndex(e)
	return e
}

func byStart[E journal.Entry](a, b E) int {
	if c := a.At().Compare(b.At()); c != 0 {
		return c
	}
	return int(a.EntryID()) - int(b.EntryID())
}

// Operations returns the service's exchanges of the named operations; without
// names, all of the service's exchanges. What the browser did is left out.
func (e *Evidence) Operations(names ...string) []*journal.Exchange {
	return e.Where(func(x *journal.Exchange) bool {
		return x.Party != journal.Browser && (len(names) == 0 || slices.Contains(names, x.Operation))
	})
}

// Where returns the exchanges, the browser's included, for which keep holds.
func (e *Evidence) Where(keep func(*journal.Exchange) bool) []*journal.Exchange {
	var out []*journal.Exchange
	for _, x := range e.Exchanges {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

// Did returns the acts of the named verbs.
func (e *Evidence) Did(verbs ...string) []*journal.Act {
	var out []*journal.Act
	for _, a := range e.Acts {
		if slices.Contains(verbs, a.Verb) {
			out = append(out, a)
		}
	}
	return out
}

// AliveAt returns the first sign of life that the subject gave at or after t,
// anywhere in the run: a request of the service, or an answered call of its app.
// A rule about what must not happen is kept only when the subject was alive after
// its window: a dead service keeps no promise.
func (e *Evidence) AliveAt(t time.Time) (journal.Entry, bool) { return e.run.aliveAt(t) }

// Participants are the devices that the harness played, by name; empty for recorded traffic.
func (e *Evidence) Participants() map[string]*Participant { return e.run.participants }

// Actor is the device of the harness on whose behalf an exchange was made, or nil
// where that cannot be told. It is told by the code or media token that the app
// received, never by the headers that rules judge, so that a wrong header cannot
// hide its own fault.
func (e *Evidence) Actor(x *journal.Exchange) *Participant { return e.run.actor(x) }

// Response of the token call that issued the bearer token of x, or nil.
func (e *Evidence) TokenOf(x *journal.Exchange) *journal.Exchange { return e.run.tokens[bearer(x)] }

// Between returns the part of the evidence that began in [from, to).
func (e *Evidence) Between(from, to time.Time) *Evidence {
	part := e.part()
	in := func(t time.Time) bool { return !t.Before(from) && t.Before(to) }
	for _, x := range e.Exchanges {
		if in(x.Start) {
			part.Exchanges = append(part.Exchanges, x)
		}
	}
	for _, a := range e.Acts {
		if in(a.Start) {
			part.Acts = append(part.Acts, a)
		}
	}
	return part
}

func (e *Evidence) part() *Evidence {
	return &Evidence{Edition: e.Edition, Declared: e.Declared, run: e.run}
}

// Whose is Actor, and where that cannot be told, the device whose address the request
// carries, in X-Forwarded-For or in its description. It is for rules that do not judge
// addresses.
func (e *Evidence) Whose(x *journal.Exchange) *Participant {
	if who := e.Actor(x); who != nil {
		return who
	}
	if who := e.run.byAddress[x.Address]; who != nil || x.Address != "" {
		return who
	}
	ip, _ := DeviceInfo(x)["connectionIp"].(string)
	return e.run.byAddress[ip]
}

// Name is Whose by the harness's name; empty where nobody can be told.
func (e *Evidence) Name(x *journal.Exchange) string {
	if who := e.Whose(x); who != nil {
		return who.Name
	}
	return ""
}

// During returns the service's exchanges of the operation, made for the device of an
// act, that began while the act was under way or at most late after its end.
func (e *Evidence) During(a *journal.Act, late time.Duration, operation string) []*journal.Exchange {
	return e.Where(func(x *journal.Exchange) bool {
		return x.Party != journal.Browser && x.Operation == operation && !x.Start.Before(a.Start) &&
			!x.Start.After(a.End.Add(late)) && e.Name(x) == a.Device
	})
}

// Restarted tells whether the subject that serves a device was restarted in between. A
// scenario may restart an instance of its own, which serves only its devices; whoever
// cannot be told may be one of them.
func (e *Evidence) Restarted(device string, from, to time.Time) bool {
	for _, a := range e.Did(journal.Restart) {
		devices := a.List("devices")
		if a.End.After(from) && a.Start.Before(to) && (len(devices) == 0 || device == "" || slices.Contains(devices, device)) {
			return true
		}
	}
	return false
}
