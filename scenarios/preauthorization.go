package scenarios

import (
	"fmt"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Showing a catalogue", Label("preauthorization"), func() {
	It("asks in batches, and once for what is permitted", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		var catalogue []string
		for i := range 12 {
			catalogue = append(catalogue, fmt.Sprintf("channel-%d", i+1))
		}

		tv.SignsIn(ctx, "Cablevision")
		tv.Preauthorize(ctx, catalogue...)
		began := time.Now()
		w.Pause(ctx, 4*time.Second)
		tv.Preauthorize(ctx, catalogue[:3]...)
		if w.For(permitAge) > time.Minute {
			w.Pause(ctx, 30*time.Second)
			tv.Preauthorize(ctx, catalogue[:3]...)
		}
		w.Until(ctx, began, permitAge)
		tv.Preauthorize(ctx, append(catalogue[:3:3], "channel-13")...)
		tv.Status(ctx)
	}, SpecTimeout(5*time.Minute))

	It("does not start playback", func(ctx SpecContext) {
		_, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Cablevision")
		tv.Preauthorize(ctx, "boxing", "news")
		tv.Play(ctx, "news")
		tv.Direct(ctx, stage.Direction{
			Match: stage.Match{Operations: []string{specs.Authorize}, Resources: []string{"boxing"}},
			Do:    stage.Do{Deny: "authorization_denied_by_mvpd", Details: "Boxing is not in your package."},
		})
		tv.Play(ctx, "boxing")
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))

	It("tells what is locked and why, and asks again for it", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		tv.SignsIn(ctx, "Cablevision")
		upgrade := tv.Direct(ctx, denies("preauthorization_denied_by_mvpd", "Upgrade to watch golf.", "golf"))
		parents := tv.Direct(ctx, denies("authorization_denied_by_parental_controls", "Ask your parents.", "horror"))
		tv.Preauthorize(ctx, "news", "golf", "cartoons", "horror")
		w.Pause(ctx, 2*time.Second)
		tv.Preauthorize(ctx, "golf")
		upgrade()
		parents()
		w.Pause(ctx, 5*time.Second)
		if permitted := tv.Preauthorize(ctx, "golf", "horror"); len(permitted) < 2 {
			// A service may remember a deny, but not for longer than a minute.
			w.Pause(ctx, 61*time.Second)
			tv.Preauthorize(ctx, "golf", "horror")
		}
		tv.Direct(ctx, answers(specs.Preauthorize, `{"decisions":[`+
			`{"resource":"travel","serviceProvider":"`+w.ServiceProvider+`","mvpd":"Cablevision","source":"mvpd","authorized":true},`+
			`{"resource":"boxing","serviceProvider":"`+w.ServiceProvider+`","mvpd":"Cablevision","source":"mvpd","authorized":false,`+
			`"error":{"action":"none","status":403,"code":"preauthorization_denied_by_mvpd","message":"The MVPD has denied it."}}]}`))
		tv.Preauthorize(ctx, "boxing", "travel", "opera") // decided in another order, and one not at all
		tv.Status(ctx)
	}, SpecTimeout(3*time.Minute))

	It("repeats what may be repeated, and nothing else", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		tv.SignsIn(ctx, "Spectrum")
		slow := tv.Direct(ctx, denies("network_received_error", "", "news"))
		tv.Preauthorize(ctx, "news")
		w.Pause(ctx, 2*time.Second)
		slow()
		once := denies("network_connection_timeout", "", "drama")
		once.Times = 1
		tv.Direct(ctx, once)
		tv.Direct(ctx, denies("preauthorization_denied_by_mvpd", "", "movies"))
		tv.Preauthorize(ctx, "sports", "movies", "drama")
		w.Watch(ctx, tv, 5*time.Second, "that nothing is repeated after the app has its answer")
	}, SpecTimeout(2*time.Minute))

	It("keeps permits for one user at one MVPD, as long as the profile lives", func(ctx SpecContext) {
		w, home := household()
		tv, phone, tablet := home.Television(ctx), home.Phone(ctx), home.Device(ctx, world.Tablet)
		phone.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.Authenticate}}, Do: stage.Do{Lifetime: "21s"}, Times: 1})
		var all sync.WaitGroup
		all.Go(func() { tv.SignsIn(ctx, "Cablevision") })
		all.Go(func() { phone.SignsIn(ctx, "Spectrum") })
		all.Go(func() { tablet.SignsIn(ctx, "Cablevision") })
		all.Wait()
		signedIn := time.Now()
		tv.Preauthorize(ctx, "golf")
		locked := phone.Direct(ctx, denies("preauthorization_denied_by_mvpd", "", "golf"))
		phone.Preauthorize(ctx, "golf", "opera") // the neighbour's permit is not his
		locked()
		tablet.Preauthorize(ctx, "tennis", "poker")

		w.Pause(ctx, 2*time.Second)
		tv.SignOut(ctx)
		tv.Preauthorize(ctx, "golf")
		tablet.IsInvalidated(ctx)
		tablet.Play(ctx, "tennis")
		tablet.Preauthorize(ctx, "poker")

		w.Pause(ctx, 4*time.Second)
		tv.SignsIn(ctx, "Cablevision")
		tv.Preauthorize(ctx, "golf")
		tablet.SignOut(ctx)
		tablet.SignsIn(ctx, "Spectrum")
		tablet.Direct(ctx, denies("preauthorization_denied_by_mvpd", "", "tennis"))
		tablet.Preauthorize(ctx, "tennis") // another package

		w.Until(ctx, signedIn, permitLife)
		phone.Preauthorize(ctx, "opera")
		phone.SignsIn(ctx, "Spectrum")
		phone.Preauthorize(ctx, "opera")
		phone.Status(ctx)
	}, SpecTimeout(3*time.Minute))
})

// denies is a direction that denies a resource of catalogues, with the MVPD's own words.
func denies(code, details, resource string) stage.Direction {
	return stage.Direction{
		Match: stage.Match{Operations: []string{specs.Preauthorize}, Resources: []string{resource}},
		Do:    stage.Do{Deny: code, Details: details},
	}
}

// answers is a direction that spells an answer out, for one call.
func answers(operation, body string) stage.Direction {
	return stage.Direction{
		Match: stage.Match{Operations: []string{operation}},
		Do:    stage.Do{Status: 200, Body: body, Header: map[string]string{"Content-Type": "application/json"}}, Times: 1,
	}
}
