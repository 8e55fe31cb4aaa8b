package rule_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

func evidence(entries ...journal.Entry) *rule.Evidence {
	return rule.NewEvidence(entries, rule.Current, rule.Declared{})
}

func did(id journal.ID, seconds float64, verb, device string) *journal.Act {
	return &journal.Act{ID: id, Verb: verb, Device: device, Start: at(seconds), End: at(seconds + 0.5)}
}

func appear(id journal.ID, name, address string) *journal.Act {
	a := did(id, 0, journal.Appear, name)
	a.Args = map[string]any{"id": "id-" + name, "address": address, "port": 40000.0, "info": map[string]any{"model": "5303X"}}
	return a
}

// ids shows entries by their numbers.
func ids[E journal.Entry](entries []E) (out []journal.ID) {
	for _, e := range entries {
		out = append(out, e.EntryID())
	}
	return out
}

func TestNewEvidence_SortsByStartWhateverTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	entries := []journal.Entry{
		exchange(4, 2, "profiles"), exchange(1, 2, "profiles"), exchange(3, 1, "profiles"),
		did(6, 9, journal.Play, "tv"), did(5, 8, journal.Play, "tv"),
		&journal.Query{ID: 8, Asked: at(4)}, &journal.Query{ID: 7, Asked: at(5)},
	}
	for range 2 {
		e := evidence(entries...)
		if got := ids(e.Exchanges); !slices.Equal(got, []journal.ID{3, 1, 4}) {
			t.Errorf("exchanges %v", got)
		}
		if got := ids(e.Acts); !slices.Equal(got, []journal.ID{5, 6}) {
			t.Errorf("acts %v", got)
		}
		if got := ids(e.Queries); !slices.Equal(got, []journal.ID{8, 7}) {
			t.Errorf("queries %v", got)
		}
		slices.Reverse(entries)
	}
}

func TestEvidence_OperationsLeaveTheBrowserOut(t *testing.T) {
	t.Parallel()
	page := exchange(3, 2, "authenticate")
	page.Party = journal.Browser
	e := evidence(exchange(1, 0, "profiles"), exchange(2, 1, "configuration"), page)
	if got := ids(e.Operations()); !slices.Equal(got, []journal.ID{1, 2}) {
		t.Errorf("all operations: %v", got)
	}
	if got := ids(e.Operations("configuration", "authenticate")); !slices.Equal(got, []journal.ID{2}) {
		t.Errorf("two operations: %v", got)
	}
	if got := ids(e.Where(func(x *journal.Exchange) bool { return x.Party == journal.Browser })); !slices.Equal(got, []journal.ID{3}) {
		t.Errorf("the browser: %v", got)
	}
}

func TestEvidence_BetweenTakesTheStartAndLeavesTheEnd(t *testing.T) {
	t.Parallel()
	var entries []journal.Entry
	for i := range 4 {
		entries = append(entries, exchange(journal.ID(i), float64(i), "profiles"), did(journal.ID(10+i), float64(i), journal.Play, "tv"),
			&journal.Query{ID: journal.ID(20 + i), Asked: at(float64(i))})
	}
	e := evidence(entries...)
	part := e.Between(at(1), at(3))
	if got := fmt.Sprint(ids(part.Exchanges), ids(part.Acts), ids(part.Queries)); got != "[1 2] [11 12] [21 22]" {
		t.Errorf("between 1s and 3s: %v", got)
	}
	if empty := e.Between(at(3), at(1)); len(empty.Exchanges)+len(empty.Acts)+len(empty.Queries) > 0 {
		t.Errorf("between 3s and 1s: %v", empty)
	}
	if _, ok := part.AliveAt(at(3)); !ok {
		t.Error("a part does not know that the run went on")
	}
}

func TestEvidence_During(t *testing.T) {
	t.Parallel()
	play := did(3, 1, journal.Play, "tv") // until 1.5s
	var entries []journal.Entry
	for i, at := range []float64{0.9, 1, 1.5, 2.5, 2.6} {
		x := exchange(journal.ID(10+i), at, "authorize")
		x.Address = "192.0.2.1"
		entries = append(entries, x)
	}
	other, browser := exchange(20, 1.2, "authorize"), exchange(21, 1.2, "authorize")
	other.Address, browser.Address, browser.Party = "192.0.2.2", "192.0.2.1", journal.Browser
	e := evidence(append(entries, play, other, browser, exchange(22, 1.2, "profiles"), appear(1, "tv", "192.0.2.1"), appear(2, "box", "192.0.2.2"))...)
	if got := ids(e.During(play, time.Second, "authorize")); !slices.Equal(got, []journal.ID{11, 12, 13}) {
		t.Errorf("during play and a second later: %v, want 11 to 13", got)
	}
}

func TestEvidence_TokenOf(t *testing.T) {
	t.Parallel()
	issued, refused := exchange(1, 0, "token"), exchange(2, 1, "token")
	issued.Response = journal.Message{Status: 201, Body: []byte(`{"access_token":"secret"}`)}
	refused.Response = journal.Message{Status: 400, Body: []byte(`{"access_token":"other"}`)}
	bearing := func(id journal.ID, value string) *journal.Exchange {
		x := exchange(id, 2, "profiles")
		x.Request.Header = []journal.Field{{Name: "authorization", Value: value}}
		return x
	}
	good, lower, basic, stranger := bearing(3, "Bearer secret"), bearing(4, "bearer  secret"), bearing(5, "Basic secret"), bearing(6, "Bearer other")
	without := exchange(7, 2, "profiles")
	e := evidence(issued, refused, good, lower, basic, stranger, without)
	for x, want := range map[*journal.Exchange]*journal.Exchange{good: issued, lower: issued, basic: nil, stranger: nil, without: nil} {
		if got := e.TokenOf(x); got != want {
			t.Errorf("exchange %d: its token is of %v, want %v", x.ID, got, want)
		}
	}
}

func TestEvidence_Participants(t *testing.T) {
	t.Parallel()
	p := evidence(appear(1, "tv", "192.0.2.1")).Participants()["tv"]
	if p == nil || p.ID != "id-tv" || p.Address != "192.0.2.1" || p.Port != 40000 || p.Info["model"] != "5303X" || p.Act.ID != 1 {
		t.Errorf("participant %+v", p)
	}
	if n := len(evidence(exchange(1, 0, "profiles")).Participants()); n != 0 {
		t.Errorf("recorded traffic has %d participants", n)
	}
}

func TestEvidence_ActorByMediaToken(t *testing.T) {
	t.Parallel()
	play := did(2, 1, journal.Play, "tv")
	play.Answer = map[string]any{"mediaToken": "media"}
	x := exchange(3, 1, "authorize")
	x.Response = journal.Message{Status: 200, Body: []byte(`{"decisions":[{"token":{"serializedToken":"media"}}]}`)}
	if who := evidence(appear(1, "tv", "192.0.2.1"), play, x).Actor(x); who == nil || who.Name != "tv" {
		t.Errorf("the app of tv got the media token, yet the request is of %v", who)
	}
}

func TestEvidence_WhoseByAddress(t *testing.T) {
	t.Parallel()
	described := exchange(10, 1, "register") // carries no X-Forwarded-For
	described.Request.Header = []journal.Field{{Name: "X-Device-Info", Value: "eyJjb25uZWN0aW9uSXAiOiIxOTIuMC4yLjEifQ=="}}
	forwarded, shared, bare := exchange(11, 1, "register"), exchange(12, 1, "register"), exchange(13, 1, "register")
	forwarded.Address, shared.Address = "192.0.2.1", "192.0.2.2"
	e := evidence(appear(1, "tv", "192.0.2.1"), appear(2, "box", "192.0.2.2"), appear(3, "stick", "192.0.2.2"), appear(4, "lost", ""), described, forwarded, shared, bare)
	for x, want := range map[*journal.Exchange]string{described: "tv", forwarded: "tv", shared: "", bare: ""} {
		if got := e.Name(x); got != want {
			t.Errorf("exchange %d is of %q, want %q", x.ID, got, want)
		}
	}
}

func TestEvidence_Restarted(t *testing.T) {
	t.Parallel()
	own, all := did(1, 10, journal.Restart, ""), did(2, 20, journal.Restart, "")
	own.Args = map[string]any{"devices": []any{"tv"}}
	e := evidence(own, all)
	for _, c := range []struct {
		device   string
		from, to float64
		want     bool
	}{
		{"tv", 9, 11, true}, {"box", 9, 11, false}, {"", 9, 11, true}, // whoever cannot be told may have been restarted
		{"box", 19, 21, true}, {"tv", 11, 19, false}, {"box", 21, 30, false}, {"box", 20.2, 20.3, true},
	} {
		if got := e.Restarted(c.device, at(c.from), at(c.to)); got != c.want {
			t.Errorf("%q from %vs to %vs: %v, want %v", c.device, c.from, c.to, got, c.want)
		}
	}
}
