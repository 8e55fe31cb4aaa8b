package network

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// DNSReroute: the service follows Adobe to another data centre.
var DNSReroute = &rule.Rule{
	ID:        "NET-DNS-REROUTE",
	Phase:     rule.Network,
	Level:     rule.Must,
	ByName:    true,
	Statement: "When Adobe moves its host to another data centre, requests follow within 30 seconds, without a restart.",
	Why:       "The move is Adobe's answer to a data centre that fails: whoever stays is down with it.",
	Remedy: "Stale answers: see NET-DNS-TTL. Pinned connections: give them an end (20 s, say), close idle ones at intervals, " +
		"and let HTTP/2 send pings (SendPingTimeout in Go, keepAlive of the JVM's and Netty's clients). Silence: give every call a timeout of a few seconds, and a new connection after one.",
	Occasion: "move of Adobe's host to another data centre that was watched",
	Missing:  "Adobe's host was not moved under a service that called it then",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "environments"},
	},
	Levels: map[string]rule.Level{rule.Cookbook2024.Name: rule.Should},
	Grain:  rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, m := range moves(e) {
			judge := map[string]func(*move) []rule.Case{"refusing": (*move).refusing, "silent": (*move).silent, "healthy": (*move).healthy}[m.act.Text("state")]
			if judge != nil {
				cases = append(cases, judge(m)...)
			}
		}
		return cases
	},
}

const (
	// turn is how far apart calls of a service may be while apps play on.
	turn = 3 * time.Second
	// timeouts are granted where a data centre says nothing: a service notices by them alone.
	timeouts = 10 * time.Second
	// waiting is how long a user may be left without an answer, be it that it did not work.
	waiting = 15 * time.Second
)

// refusing: the old data centre resets everything. Whoever asks anew arrives.
func (m *move) refusing() []rule.Case {
	limit := keep + slack + turn
	switch {
	case m.arrived != nil && m.arrived.Start.Sub(m.at) <= limit:
		return []rule.Case{rule.Prove(nil, m.act, m.arrived)}
	case !m.triedAfter(limit):
		return nil
	}
	return []rule.Case{rule.Prove(rule.Complain("%s; %s; wanted within %s", m.late(), m.blame(), seconds(keep)), m.proof()...)}
}

// silent: the old data centre takes what it gets and says nothing. How that is noticed is
// advice, and so is what the user gets meanwhile.
func (m *move) silent() []rule.Case {
	limit := keep + slack + timeouts
	wait := m.longest()
	switch {
	case wait != nil && wait.End.Sub(wait.Start) > waiting:
		return []rule.Case{rule.Prove(rule.Warn("the user waited %s for %s while a data centre was silent; wanted an answer within %s, be it that it did not work: give calls to Adobe Pass a timeout",
			seconds(wait.End.Sub(wait.Start).Round(100*time.Millisecond)), wait.Verb, seconds(waiting)), m.act, wait)}
	case m.arrived != nil && m.arrived.Start.Sub(m.at) <= limit:
		return []rule.Case{rule.Prove(nil, m.act, m.arrived)}
	case m.arrived == nil && !m.triedAfter(limit):
		return nil
	}
	return []rule.Case{rule.Prove(rule.Warn("%s; %s; wanted within %s and the time of a timeout", m.late(), m.blame(), seconds(keep)), m.proof()...)}
}

// healthy: the old data centre still answers, so nothing fails, and whoever stays will be
// there when it goes down. A cookbook sentence speaks of DNS alone: it is advice.
func (m *move) healthy() []rule.Case {
	for _, x := range m.after {
		u := m.uses[x.Conn]
		if u == nil || u.conn.DataCentre != m.act.Text("from") || x.Start.Sub(m.at) <= keep+slack {
			continue
		}
		if u.conn.Opened.After(m.at) && u.age() > keep+slack {
			return []rule.Case{rule.Prove(rule.Warn("%s after the move a request went to the old data centre, by a connection that was opened then, to an address that was %s old: a stale answer; wanted none after %s",
				seconds(x.Start.Sub(m.at)), seconds(u.age()), seconds(keep)), m.act, u.answer, u.conn, x)}
		}
		return []rule.Case{rule.Prove(rule.Warn("%s after the move a request went to the old data centre, on a connection that was opened %s before: a pinned connection; wanted none after %s: let connections end",
			seconds(x.Start.Sub(m.at)), seconds(x.Start.Sub(u.conn.Opened)), seconds(keep)), m.act, u.conn, x)}
	}
	if last := m.last(); m.arrived != nil && last.Start.Sub(m.at) > keep+slack {
		return []rule.Case{rule.Prove(nil, m.act, m.arrived, last)}
	}
	return nil
}

// proof of a move that was not followed: the act, and what came last.
func (m *move) proof() []journal.Entry {
	out := []journal.Entry{m.act}
	if u := m.lastOld(); u != nil {
		out = append(out, u.answer, u.conn)
	}
	if m.arrived != nil {
		out = append(out, m.arrived)
	}
	return out
}
