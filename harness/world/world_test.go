package world

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// scripted is an app whose answers a test writes down.
type scripted struct {
	verbs map[string]app.Answer
	err   error
}

func (s scripted) Verbs() (all []string) {
	for v := range s.verbs {
		all = append(all, v)
	}
	return all
}

func (s scripted) Do(ctx context.Context, c app.Call) (app.Answer, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.verbs[c.Verb], ctx.Err()
}

func open(t *testing.T, d app.Driver) (*World, *mockpass.Server) {
	t.Helper()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	api, ctl := httptest.NewServer(pass.API()), httptest.NewServer(control.NewHandler(pass))
	t.Cleanup(api.Close)
	t.Cleanup(ctl.Close)
	w := Open(Setup{ControlURL: ctl.URL, AdobePassURL: api.URL, Driver: d, Seat: 3, Scenario: "s"})
	t.Cleanup(w.Close)
	return w, pass
}

func acts(pass *mockpass.Server, verb string) (out []*journal.Act) {
	for _, e := range pass.Journal().Since(0) {
		if a, ok := e.(*journal.Act); ok && a.Verb == verb {
			out = append(out, a)
		}
	}
	return out
}

func TestDevice_VerbsAreActs(t *testing.T) {
	t.Parallel()
	w, pass := open(t, scripted{verbs: map[string]app.Answer{journal.Play: {"allowed": true}}})
	tv := w.Household(t).Television(context.Background())
	if !tv.Play(context.Background(), "news") || w.Troubles() != nil {
		t.Errorf("played not: %v", w.Troubles())
	}
	a := acts(pass, journal.Play)
	if len(a) != 1 || a[0].Device != tv.Name || a[0].Scenario != "s" || a[0].Text("resource") != "news" || a[0].Text("requestId") == "" {
		t.Errorf("acts %+v", a)
	}
	if p := acts(pass, journal.Appear); len(p) != 1 || p[0].Text("address") != tv.Address || p[0].Map("info")["osName"] != "Roku OS" {
		t.Errorf("appeared as %+v", p)
	}
}

func TestDevice_TellsAnUnansweredCallFromOneThatWasCutShort(t *testing.T) {
	t.Parallel()
	w, pass := open(t, scripted{verbs: map[string]app.Answer{journal.Play: {}}, err: errors.New("connection refused")})
	tv := w.Household(t).Television(context.Background())
	tv.Play(context.Background(), "news")
	if a := acts(pass, journal.Play); len(a) != 1 || a[0].Failure != "connection refused" {
		t.Errorf("acts %+v", a)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tv.Play(ctx, "news")
	if a := acts(pass, journal.Play); len(a) != 1 {
		t.Errorf("a call that we gave up is held against the subject: %+v", a)
	}
}

func TestDevice_DirectionsAreItsOwnAndEndWithTheScenario(t *testing.T) {
	t.Parallel()
	w, pass := open(t, scripted{})
	t.Run("scenario", func(t *testing.T) {
		tv := w.Household(t).Television(context.Background())
		tv.Direct(context.Background(), stage.Direction{Do: stage.Do{Status: 500}})
		d := pass.Directions()
		if len(d) != 1 || len(d[0].Match.Devices) != 2 || d[0].Match.Devices[1] != tv.Address {
			t.Errorf("directions %+v", d)
		}
	})
	if d := pass.Directions(); len(d) != 0 {
		t.Errorf("left behind: %+v", d)
	}
}

func TestWorld_AwaitsWhatHasHappenedAndWhatWill(t *testing.T) {
	t.Parallel()
	w, pass := open(t, scripted{})
	now := time.Now()
	pass.Record(&journal.Act{Verb: "before", Start: now, End: now})
	is := func(verb string) func(journal.Entry) bool {
		return func(e journal.Entry) bool { a, ok := e.(*journal.Act); return ok && a.Verb == verb }
	}
	if w.await(context.Background(), "the act before", is("before"), journal.Filter{}) == nil {
		t.Error(w.Troubles())
	}
	go pass.Record(&journal.Act{Verb: "after", Start: now, End: now})
	if w.await(context.Background(), "the act after", is("after"), journal.Filter{}) == nil {
		t.Error(w.Troubles())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if w.await(ctx, "the act never", is("never"), journal.Filter{}) != nil || w.Troubles() == nil || !strings.Contains(w.Troubles().Error(), "the act never did not come about") {
		t.Errorf("troubles %v", w.Troubles())
	}
}
