package network

import (
	"fmt"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A move is one of Adobe's host from a data centre to another, and what came of it until
// the next.
type move struct {
	act     *journal.Act
	at      time.Time // from then on answers name the other one
	uses    map[uint64]*use
	opened  []*use              // after it, in order
	after   []*journal.Exchange // of this network, after it, in order
	acts    []*journal.Act      // of devices whose service is in this network, after it, in order
	arrived *journal.Exchange   // the first that was answered by the new one
}

// moves are all moves of a run.
func moves(e *rule.Evidence) []*move {
	known := map[string]*view{}
	for _, v := range views(e) {
		known[v.name] = v
	}
	var out []*move
	for i, a := range e.Acts {
		if v := known[a.Text("network")]; a.Verb == journal.Network && a.Text("what") == "moved" && a.Answered() && v != nil {
			out = append(out, newMove(e, a, v, next(e.Acts[i+1:], v.name)))
		}
	}
	return out
}

// next is when a network is changed again; zero: never.
func next(acts []*journal.Act, network string) time.Time {
	for _, a := range acts {
		if a.Verb == journal.Network && a.Text("network") == network {
			return a.Start
		}
	}
	return time.Time{}
}

func newMove(e *rule.Evidence, a *journal.Act, v *view, until time.Time) *move {
	m := &move{act: a, at: a.End, uses: map[uint64]*use{}}
	during := func(t time.Time) bool { return !t.Before(m.at) && (until.IsZero() || t.Before(until)) }
	for i := range v.uses {
		u := &v.uses[i]
		if u.conn.Number != 0 {
			m.uses[u.conn.Number] = u
		}
		if during(u.conn.Opened) {
			m.opened = append(m.opened, u)
		}
	}
	for _, x := range e.Operations() {
		u := m.uses[x.Conn]
		if u == nil || !during(x.Start) {
			continue
		}
		m.after = append(m.after, x)
		if m.arrived == nil && u.conn.DataCentre == a.Text("to") && x.Response.Status != 0 {
			m.arrived = x
		}
	}
	devices := a.List("devices")
	for _, other := range e.Acts {
		if slices.Contains(devices, other.Device) && during(other.Start) && other.Verb != journal.Watched && other.Verb != journal.Browse {
			m.acts = append(m.acts, other)
		}
	}
	return m
}

// triedAfter tells whether the service was called, or tried to connect, when so much time
// was over.
func (m *move) triedAfter(limit time.Duration) bool {
	for _, a := range m.acts {
		if a.End.Sub(m.at) > limit {
			return true
		}
	}
	return len(m.opened) > 0 && m.opened[len(m.opened)-1].conn.Opened.Sub(m.at) > limit
}

// last is the last exchange after the move; there is one where one has arrived.
func (m *move) last() *journal.Exchange {
	if len(m.after) == 0 {
		return nil
	}
	return m.after[len(m.after)-1]
}

// longest is the act that a user waited longest for before the service had arrived; nil:
// none was played.
func (m *move) longest() *journal.Act {
	var out *journal.Act
	for _, a := range m.acts {
		if m.arrived != nil && a.Start.After(m.arrived.Start) {
			continue
		}
		if out == nil || a.End.Sub(a.Start) > out.End.Sub(out.Start) {
			out = a
		}
	}
	return out
}

// lastOld is the last connection that was opened to the old data centre after the move.
func (m *move) lastOld() *use {
	for _, u := range slices.Backward(m.opened) {
		if u.conn.DataCentre == m.act.Text("from") {
			return u
		}
	}
	return nil
}

// late says when the service arrived, if it did.
func (m *move) late() string {
	how := map[string]string{"refusing": "refuses everything", "silent": "has fallen silent"}[m.act.Text("state")]
	if m.arrived != nil {
		return fmt.Sprintf("the old data centre %s, and the first request reached the new one %s after the move", how, seconds(m.arrived.Start.Sub(m.at)))
	}
	var end time.Time
	for _, a := range m.acts {
		end = a.End
	}
	for _, u := range m.opened {
		if u.conn.Opened.After(end) {
			end = u.conn.Opened
		}
	}
	return fmt.Sprintf("the old data centre %s, and no request has reached the new one %s after the move", how, seconds(end.Sub(m.at).Round(100*time.Millisecond)))
}

// blame tells stale answers from pinned connections: by who opens connections where, not
// by time.
func (m *move) blame() string {
	if u := m.lastOld(); u != nil {
		n := 0
		for _, o := range m.opened {
			if o.conn.DataCentre == u.conn.DataCentre {
				n++
			}
		}
		return fmt.Sprintf("%d new connections went to the old one, the last to an address that was %s old: stale answers", n, seconds(u.age()))
	}
	return "no new connection was tried: requests stay on one that was open before, a pinned connection"
}
