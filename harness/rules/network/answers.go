package network

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// What the documentation lets a service keep an address for, and what is let pass: caches
// count in whole seconds, and compliant ones were measured at up to 30.5 s, while the next
// that were seen keep addresses for 60 s.
const (
	keep  = 30 * time.Second
	slack = 2 * time.Second
)

// A use is a connection and the answer whose address it was opened to. Each answer of the
// harness's name server has an address of its own, so that it is known which one it was,
// whoever asked and however many others were asked for meanwhile.
type use struct {
	conn   *journal.Connection
	answer *journal.Query
}

// age is how old the answer was when it was used.
func (u use) age() time.Duration { return u.conn.Opened.Sub(u.answer.Asked) }

// A view is what was seen of one network: the uses in order.
type view struct {
	name string
	uses []use
}

// views are the networks of a run in the order in which they were first used.
func views(e *rule.Evidence) []*view {
	type key struct{ network, address string }
	answers := map[key][]*journal.Query{}
	for _, q := range e.Queries {
		for _, a := range q.Addresses {
			k := key{q.Network, a.String()}
			answers[k] = append(answers[k], q)
		}
	}
	known := map[string]*view{}
	var out []*view
	for _, c := range e.Connections {
		v := known[c.Network]
		if v == nil {
			v = &view{name: c.Network}
			known[c.Network] = v
			out = append(out, v)
		}
		var last *journal.Query
		for _, q := range answers[key{c.Network, c.To.Addr().String()}] {
			if !q.Asked.After(c.Opened) {
				last = q
			}
		}
		if last != nil {
			v.uses = append(v.uses, use{c, last})
		}
	}
	return out
}

// overdue are the uses of answers that were too old.
func (v *view) overdue() []use {
	var out []use
	for _, u := range v.uses {
		if u.age() > keep+slack {
			out = append(out, u)
		}
	}
	return out
}

// same tells whether two answers cannot be told apart by their addresses.
func same(a, b *journal.Query) bool { return a.Addresses[0] == b.Addresses[0] }

const (
	// dense is how far apart connections may be for a stretch of them to prove anything: a
	// cache that keeps addresses for longer than keep+slack+dense shows in it.
	dense = 8 * time.Second
	// stretch is how long it must be.
	stretch = keep + slack + time.Second
)

// proof is a stretch of connections that no cache could have come through that keeps
// addresses for too long: never far apart, long enough, and from more than one answer. It
// is the first and the last of it.
func (v *view) proof() (first, last use, ok bool) {
	begin := 0
	for i, u := range v.uses {
		if i > 0 && u.conn.Opened.Sub(v.uses[i-1].conn.Opened) > dense {
			begin = i
		}
		first = v.uses[begin]
		if u.conn.Opened.Sub(first.conn.Opened) >= stretch && !same(first.answer, u.answer) {
			return first, u, true
		}
	}
	return use{}, use{}, false
}
