package scenarios

import (
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// page is what gateways answer with.
const page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"

// a gateway's answer with that status.
func gateway(status int) stage.Do {
	return stage.Do{Status: status, Body: page, Header: map[string]string{"Content-Type": "text/html"}}
}

// tomorrow is an error that no list has yet.
func tomorrow(action string) stage.Do {
	return asJSON(403, `{"status":403,"code":"new_error_2031","message":"Something new.","action":"`+action+`"}`)
}

var _ = Describe("Trouble on the way to Adobe Pass", Label("errors"), func() {
	It("is borne without a storm of repeats", func(ctx SpecContext) {
		w, home := household()
		tv, phone, tablet := home.Television(ctx), home.Phone(ctx), home.Device(ctx, world.Tablet)

		var all sync.WaitGroup
		all.Go(func() { // bare 4xx
			under(ctx, tv, specs.Profiles, stage.Do{Status: 405}, func() { tv.Status(ctx) })
			w.Pause(ctx, 3*time.Second)
			under(ctx, tv, specs.CreateSession, stage.Do{Status: 400}, func() { tv.TriesToSignIn(ctx, "Cablevision") })
			w.Pause(ctx, 3*time.Second)
			tv.SignsIn(ctx, "Cablevision")
			under(ctx, tv, specs.Preauthorize, gateway(403), func() { tv.Preauthorize(ctx, "news") })
			under(ctx, tv, specs.Authorize, stage.Do{Status: 404}, func() { tv.Play(ctx, "news") })
		})
		all.Go(func() { // bare 5xx, and no answer at all
			phone.SignsIn(ctx, "Spectrum")
			under(ctx, phone, specs.Authorize, stage.Do{Cut: stage.Before}, func() { phone.Play(ctx, "news") })
			w.Pause(ctx, time.Second)
			under(ctx, phone, specs.Preauthorize, gateway(502), func() { phone.Preauthorize(ctx, "news") })
			w.Pause(ctx, time.Second)
			under(ctx, phone, specs.Logout, stage.Do{Status: 503}, func() { phone.SignOut(ctx) })
		})
		all.Go(func() { // errors that nobody knows yet
			for _, action := range []string{"quantum", "retry", "none"} {
				under(ctx, tablet, specs.Profiles, tomorrow(action), func() { tablet.Status(ctx) })
				w.Pause(ctx, 4*time.Second)
			}
			under(ctx, tablet, specs.CreateSession, tomorrow("authentication"), func() { tablet.TriesToSignIn(ctx, "Cablevision") })
		})
		all.Wait()
		w.Watch(ctx, tv, 5*time.Second, "that nothing is repeated after the apps have their answers")
	}, SpecTimeout(3*time.Minute))

	It("ends no login", func(ctx SpecContext) {
		_, home := household()
		tv := home.Television(ctx)
		polls := stage.Match{Operations: []string{specs.ProfilesByCode}}

		activation := tv.SignIn(ctx, "Cablevision")
		activation.AwaitPolls(ctx, 1)
		activation.Direct(ctx, stage.Direction{Match: polls, Do: gateway(502), Times: 1})
		activation.AwaitPolls(ctx, 2)
		activation.Direct(ctx, stage.Direction{Match: polls, Do: stage.Do{NotJSON: true}, Times: 1})
		activation.AwaitPolls(ctx, 4) // a loop that died at the third is missed at the fourth
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("is borne for a minute, by many devices", Label(onlyFull), func(ctx SpecContext) {
		w, home := household()
		var all sync.WaitGroup
		for i, effect := range []stage.Do{gateway(502), {Status: 503}, {Cut: stage.Before}, {Status: 500}, gateway(504)} {
			tv := home.Television(ctx)
			all.Go(func() {
				defer GinkgoRecover()
				tv.SignsIn(ctx, []string{"Cablevision", "Spectrum"}[i%2])
				over := time.Now().Add(w.For(outage))
				withdraw := tv.Direct(ctx, stage.Direction{Match: stage.Match{Operations: tokens}, Do: effect})
				for time.Now().Before(over) && ctx.Err() == nil {
					tv.Play(ctx, "news")
					w.Pause(ctx, 10*time.Second)
				}
				withdraw()
				w.Pause(ctx, 2*time.Second)
				tv.Play(ctx, "news")
			})
		}
		all.Wait()
	}, SpecTimeout(5*time.Minute))
})
