package world

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/journal"
)

// whole is an app that has all verbs.
func whole() map[string]app.Answer {
	return map[string]app.Answer{
		journal.Login: {"code": "A7X2QB", "url": "http://elsewhere/login"}, journal.Status: {"signedIn": true},
		journal.Returned: {}, journal.Activate: {}, journal.Logout: {}, journal.Play: {"allowed": true},
	}
}

func TestWorld_VerbsThatTheAppLacksAreNoTroubleAndNamed(t *testing.T) {
	t.Parallel()
	for verb, play := range map[string]func(context.Context, *Household){
		journal.Status: func(ctx context.Context, home *Household) {
			tv := home.Television(ctx)
			home.world.Watch(ctx, tv, time.Second, "that nothing happens")
			(&Activation{Code: "A", device: tv}).awaitStatus(ctx)
		},
		journal.Login: func(ctx context.Context, home *Household) {
			tv := home.Television(ctx)
			a := tv.SignIn(ctx, "Cablevision")
			a.AwaitPolls(ctx, 2)
			tv.SignsIn(ctx, "Cablevision")
			tv.TriesToSignIn(ctx, "Cablevision")
		},
		journal.Returned: func(ctx context.Context, home *Household) {
			a := home.Phone(ctx).SignInHere(ctx, "Cablevision")
			a.Returned(ctx)
			a.AwaitProfile(ctx)
		},
		journal.Activate: func(ctx context.Context, home *Household) {
			a := home.Television(ctx).SignInElsewhere(ctx)
			a.Activate(ctx, home.Phone(ctx), "Cablevision")
			home.Viewer().Completes(ctx, a)
			a.AwaitProfile(ctx)
		},
		journal.Logout:       func(ctx context.Context, home *Household) { home.Phone(ctx).SignOut(ctx) },
		journal.Play:         func(ctx context.Context, home *Household) { home.Phone(ctx).Play(ctx, "news") },
		journal.Providers:    func(ctx context.Context, home *Household) { home.Phone(ctx).Providers(ctx) },
		journal.Preauthorize: func(ctx context.Context, home *Household) { home.Phone(ctx).Preauthorize(ctx, "news") },
		journal.Metadata:     func(ctx context.Context, home *Household) { home.Phone(ctx).Metadata(ctx) },
	} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				verbs := whole()
				delete(verbs, verb)
				w, cable := wire(t, scripted{verbs: verbs})
				play(t.Context(), w.Household(t))
				if err := w.Troubles(); err != nil {
					t.Errorf("a verb that the app lacks is a trouble: %v", err)
				}
				if got := w.Unmapped(); !slices.Equal(got, []string{verb}) {
					t.Errorf("unmapped %v", got)
				}
				if a := acts(cable.pass, verb); len(a) != 0 {
					t.Errorf("acts that never were: %+v", a)
				}
			})
		})
	}
}

// What is wrong with a subject stays a trouble, whatever verbs its app lacks.
func TestWorld_TroublesOfAnAppThatLacksAVerb(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		verbs := whole()
		delete(verbs, journal.Logout)
		verbs[journal.Login], verbs[journal.Status] = app.Answer{}, app.Answer{}
		w, _ := wire(t, scripted{verbs: verbs})
		phone := w.Household(t).Phone(t.Context())
		phone.SignOut(t.Context())
		phone.SignIn(t.Context(), "Cablevision")
		if w.Troubles() == nil || len(w.Unmapped()) != 1 {
			t.Errorf("troubles %v, unmapped %v", w.Troubles(), w.Unmapped())
		}
	})
}

// A subject must not be blamed for what it does with a code that nobody has.
func TestActivation_WithoutACodeNothingIsSubmitted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		verbs := whole()
		verbs[journal.Login] = app.Answer{"signedIn": true}
		w, cable := wire(t, scripted{verbs: verbs})
		home := w.Household(t)
		a := home.Television(t.Context()).SignInElsewhere(t.Context())
		a.Activate(t.Context(), home.Phone(t.Context()), "Cablevision")
		home.Viewer().Completes(t.Context(), a)
		a.Returned(t.Context())
		for _, verb := range []string{journal.Activate, journal.Browse, journal.Returned} {
			if n := len(acts(cable.pass, verb)); n != 0 {
				t.Errorf("%d acts %s without a code", n, verb)
			}
		}
		if w.Troubles() != nil {
			t.Error(w.Troubles())
		}
	})
}

func TestWorld_CloseReturnsWhenFollowingHasEnded(t *testing.T) {
	t.Parallel()
	w, _ := open(t, scripted{})
	w.Close()
	select {
	case <-w.ended:
	default:
		t.Error("the journal is still followed")
	}
	w.await(t.Context(), "anything", never, journal.Filter{})
	if err := w.Troubles(); err == nil || !strings.Contains(err.Error(), "waiting for anything: the world was closed") {
		t.Errorf("troubles %v", err)
	}
}
