package rule

import (
	"cmp"
	"slices"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// Evidence is what one call of Check may look at. It does not change.
type Evidence struct {
	Exchanges   []*journal.Exchange // in order of their start: the service's and the browser's
	Acts        []*journal.Act      // in order of their start
	Queries     []*journal.Query
	Connections []*journal.Connection // in order of their opening
	Edition     Edition
	Declared    Declared
	run         *index // what is known of the whole run, whatever the grain
}

// NewEvidence sorts the entries of a run by their start and indexes them. The entries
// must not change afterwards.
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
		case *journal.Connection:
			e.Connections = append(e.Connections, v)
		}
	}
	slices.SortStableFunc(e.Exchanges, byStart[*journal.Exchange])
	slices.SortStableFunc(e.Acts, byStart[*journal.Act])
	slices.SortStableFunc(e.Queries, byStart[*journal.Query])
	slices.SortStableFunc(e.Connections, byStart[*journal.Connection])
	e.run = newIndex(e)
	return e
}

func byStart[E journal.Entry](a, b E) int {
	return cmp.Or(a.At().Compare(b.At()), cmp.Compare(a.EntryID(), b.EntryID()))
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

// Between returns the part of the evidence that began in [from, to).
func (e *Evidence) Between(from, to time.Time) *Evidence {
	part := e.part()
	part.Exchanges = began(e.Exchanges, from, to)
	part.Acts = began(e.Acts, from, to)
	part.Queries = began(e.Queries, from, to)
	part.Connections = began(e.Connections, from, to)
	return part
}

// part is an empty piece of the same run.
func (e *Evidence) part() *Evidence {
	return &Evidence{Edition: e.Edition, Declared: e.Declared, run: e.run}
}

// began is the stretch of sorted entries that began in [from, to).
func began[E journal.Entry](sorted []E, from, to time.Time) []E {
	first := since(sorted, from)
	return slices.Clip(sorted[first:max(first, since(sorted, to))])
}

// since is the index of the first of sorted entries that began at t or later.
func since[E journal.Entry](sorted []E, t time.Time) int {
	i, _ := slices.BinarySearchFunc(sorted, t, func(e E, t time.Time) int { return e.At().Compare(t) })
	return i
}
