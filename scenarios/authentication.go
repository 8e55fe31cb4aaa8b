package scenarios

import (
	"fmt"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// incomplete is the answer about a session that still lacks its redirectUrl
// (rest-api-v2-sessions-apis-resume-authentication-session#success).
func incomplete(serviceProvider, code string) string {
	return fmt.Sprintf(`{"actionName":"retry","actionType":"direct","reasonType":"none","missingParameters":["redirectUrl"],"url":"/api/v2/%s/sessions/%s","code":%q,"sessionId":"00000000-0000-4000-8000-000000000000","serviceProvider":%q}`,
		serviceProvider, code, code, serviceProvider)
}

var _ = Describe("Signing in on a second screen", Label("authentication", "second-screen"), func() {
	It("goes on while the viewer types the code elsewhere, and ends with the profile", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		activation := tv.SignIn(ctx, "Cablevision")
		for over := time.Now().Add(w.For(pending)); time.Now().Before(over) && ctx.Err() == nil; { // an impatient app
			tv.Status(ctx)
			w.Pause(ctx, 500*time.Millisecond)
		}
		activation.AwaitPolls(ctx, 3) // the viewer takes their time
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)
		w.Watch(ctx, tv, 21*time.Second, "that no poll follows the profile")
	}, SpecTimeout(3*time.Minute))

	It("survives a viewer who declines first", func(ctx SpecContext) {
		_, home := household()
		tv := home.Television(ctx)

		activation := tv.SignIn(ctx, "Spectrum")
		home.Viewer().Declines(ctx, activation)
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("ends when the code expires", func(ctx SpecContext) {
		w, home := household()
		tv, phone := home.Television(ctx), home.Phone(ctx)
		expiry := tv.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.CreateSession}}, Do: stage.Do{Lifetime: w.For(codeLife).String()}})

		activation := tv.SignIn(ctx, "Cablevision")
		activation.AwaitPolls(ctx, 1)
		w.Watch(ctx, tv, w.For(codeLife)+13*time.Second, "that no poll follows the expiry of the code")
		if w.Has(journal.Activate) {
			phone.Types(ctx, activation.Code, "Cablevision")
		}
		expiry()
		tv.SignsIn(ctx, "Cablevision")
	}, SpecTimeout(3*time.Minute))

	It("checks what the viewer types", func(ctx SpecContext) {
		w, home := household()
		tv, phone := home.Television(ctx), home.Phone(ctx)

		activation := tv.SignIn(ctx, "Cablevision")
		if w.Has(journal.Activate) {
			phone.Types(ctx, activation.Misread(), "Cablevision")
			w.Pause(ctx, 3*time.Second)
		}
		activation.Activate(ctx, phone, "Cablevision")
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("completes what the session lacks, with the provider that is picked there", func(ctx SpecContext) {
		w, home := household()
		tv, phone := home.Television(ctx), home.Phone(ctx)
		lacks := func(a *world.Activation, times int) func() {
			return a.Direct(ctx, stage.Direction{
				Match: stage.Match{Operations: []string{specs.ResumeSession}}, Times: times,
				Do: stage.Do{Status: 200, Body: incomplete(w.ServiceProvider, a.Code), Header: map[string]string{"Content-Type": "application/json"}},
			})
		}

		tv.SignsIn(ctx, "Cablevision") // last time
		tv.SignOut(ctx)
		never := tv.SignInElsewhere(ctx)
		withdraw := lacks(never, 0)
		never.Activate(ctx, phone, "Spectrum")
		withdraw()
		activation := tv.SignInElsewhere(ctx)
		lacks(activation, 1)
		activation.Activate(ctx, phone, "Spectrum")
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)
		tv.Play(ctx, "news")
	}, SpecTimeout(3*time.Minute))

	It("goes over to the new code when the user asks for one", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		old := tv.SignIn(ctx, "Cablevision")
		old.AwaitPolls(ctx, 2)
		fresh := tv.SignIn(ctx, "Cablevision")
		fresh.AwaitPolls(ctx, 2)
		w.Watch(ctx, tv, 12*time.Second, "that no poll is made for the old code")
		home.Viewer().Completes(ctx, fresh)
		fresh.AwaitProfile(ctx)
	}, SpecTimeout(3*time.Minute))
})

var _ = Describe("Signing in on the primary screen", Label("authentication"), func() {
	It("reads the profile when the browser is back", func(ctx SpecContext) {
		w, home := household()
		phone := home.Phone(ctx)
		phone.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.CreateSession}}, Do: stage.Do{URLs: stage.Absolute}, Times: 1})

		phone.Status(ctx)
		phone.Providers(ctx)
		activation := phone.SignInHere(ctx, "Cablevision")
		w.Last(ctx, loginPage) // the viewer looks for the password
		home.Viewer().Completes(ctx, activation)
		activation.Returned(ctx)
		activation.AwaitProfile(ctx)
		if w.Has(journal.Metadata) {
			phone.Metadata(ctx)
			phone.GetsMetadata(ctx, "Cablevision")
		}
		phone.Play(ctx, "news")
		if w.Has(journal.Metadata) {
			phone.Metadata(ctx)
		}
		phone.SignOut(ctx)
		phone.SignInHere(ctx, "Cablevision") // this time the url is written as it comes by default
	}, SpecTimeout(2*time.Minute))

	It("looks for a profile before it offers a login", func(ctx SpecContext) {
		_, home := household()
		tablet := home.Device(ctx, world.Tablet)

		tablet.Status(ctx)
		tablet.SignsIn(ctx, "Spectrum")
		tablet.SignOut(ctx)
		tablet.Status(ctx)
		tablet.SignsIn(ctx, "Spectrum")
	}, SpecTimeout(2*time.Minute))
})

var _ = Describe("Many devices at once", Label("authentication", "authorization"), func() {
	It("are kept apart", func(ctx SpecContext) {
		_, home := household()
		devices := []*world.Device{home.Television(ctx), home.Television(ctx), home.Television(ctx), home.Phone(ctx), home.Phone(ctx), home.Device(ctx, world.Tablet), home.Device(ctx, world.Console), home.Device(ctx, world.Console)}

		var all sync.WaitGroup
		for i, d := range devices {
			all.Go(func() {
				d.SignsIn(ctx, []string{"Cablevision", "Spectrum"}[i%2])
				d.Preauthorize(ctx, "news", "sports")
				d.Play(ctx, "news")
				d.SignOut(ctx)
			})
		}
		all.Wait()
	}, SpecTimeout(2*time.Minute))

	It("sign in before the kick-off, and press play when it comes", func(ctx SpecContext) {
		w, home := household()
		models := []world.Model{world.RokuTV, world.AppleTV, world.SamsungTV, world.AndroidPhone, world.Console}
		crowd := make([]*world.Device, crowds[w.Depth])
		for i := range crowd {
			crowd[i] = home.Device(ctx, models[i%len(models)])
		}
		together(crowd, func(d *world.Device) { d.SignsIn(ctx, "Spectrum") })
		together(crowd, func(d *world.Device) { d.Play(ctx, "news") })
	}, SpecTimeout(3*time.Minute))
})

// crowds is how many devices there are at the kick-off. Each costs the machine as much
// as twenty calls.
var crowds = map[world.Depth]int{world.Quick: 40, world.Full: 200}

// together lets all devices do something at the same time.
func together(devices []*world.Device, do func(*world.Device)) {
	var all sync.WaitGroup
	for _, d := range devices {
		all.Go(func() { do(d) })
	}
	all.Wait()
}
