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

// lookups match the calls by which a service looks for profiles.
var lookups = stage.Match{Operations: []string{specs.Profiles, specs.ProfilesByMVPD}}

// listed is a profiles answer in which the second MVPD has the longer validity
// (rest-api-v2-profiles-apis-retrieve-profiles#success).
func listed(mvpds ...string) string {
	now, text := time.Now(), ""
	for i, id := range mvpds {
		if i > 0 {
			text += ","
		}
		text += fmt.Sprintf(`%q:{"notBefore":%d,"notAfter":%d,"issuer":%q,"type":"regular","attributes":{"userID":{"value":"user-of-%s","state":"plain"}}}`,
			id, now.UnixMilli(), now.Add(time.Duration(i+1)*time.Hour).UnixMilli(), id, id)
	}
	return `{"profiles":{` + text + `}}`
}

var _ = Describe("Being signed in", Label("authentication"), func() {
	It("needs no login when another app has signed in", func(ctx SpecContext) {
		w, home := household()
		stranger, known := home.Television(ctx), home.Television(ctx)

		stranger.Status(ctx)
		stranger.Play(ctx, "news") // nobody has signed in yet
		if w.Has(journal.Preauthorize) {
			stranger.Preauthorize(ctx, "news", "sports")
		}
		activation := stranger.SignIn(ctx, "Cablevision")
		activation.AwaitPolls(ctx, 1)

		known.Status(ctx)
		if !known.IsSignedInElsewhere(ctx, "Cablevision") {
			Skip("the subject asks nothing of Adobe Pass when its app opens, so nobody knows the device")
		}
		if n := activation.LooksUp(ctx); n > 0 { // it has to learn it from the session
			known.Direct(ctx, stage.Direction{Match: lookups, Times: n, Do: stage.Do{Status: 200, Body: `{"profiles":{}}`, Header: map[string]string{"Content-Type": "application/json"}}})
		}
		known.SignIn(ctx, "Cablevision")
		known.Play(ctx, "news")
		w.Watch(ctx, known, 8*time.Second, "that nothing is waited for")
	}, SpecTimeout(2*time.Minute))

	It("ends with the profile", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		activation := tv.SignIn(ctx, "Cablevision")
		activation.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.Authenticate}}, Do: stage.Do{Lifetime: w.For(profileLife).String()}})
		home.Viewer().Completes(ctx, activation)
		began := time.Now()
		activation.AwaitProfile(ctx)
		tv.Play(ctx, "news")
		w.Until(ctx, began, profileLife)
		w.Last(ctx, profileLate)
		tv.Status(ctx)
		tv.Play(ctx, "news")
		w.Watch(ctx, tv, w.For(profileOver), "that nobody is signed in in secret")
		tv.SignsIn(ctx, "Cablevision")
		tv.Play(ctx, "news")
	}, SpecTimeout(4*time.Minute))

	It("ends when the provider says so", func(ctx SpecContext) {
		w, home := household()
		var all sync.WaitGroup
		for _, ends := range []func(*world.Device){
			func(tv *world.Device) { tv.IsInvalidated(ctx) },
			func(tv *world.Device) { tv.Expires(ctx) },
			func(tv *world.Device) { tv.IsForgotten(ctx) },
		} {
			tv := home.Television(ctx)
			all.Go(func() {
				defer GinkgoRecover()
				tv.SignsIn(ctx, "Cablevision")
				tv.Play(ctx, "news")
				ends(tv)
				tv.Play(ctx, "news")
				w.Pause(ctx, 3*time.Second)
				tv.Status(ctx)
				tv.Play(ctx, "news")
				tv.SignsIn(ctx, "Cablevision")
				tv.Play(ctx, "news")
			})
		}
		all.Wait()
	}, SpecTimeout(2*time.Minute))

	It("is with one provider where there are two", func(ctx SpecContext) {
		_, home := household()
		tv := home.Device(ctx, world.Tablet)

		withdraw := tv.Direct(ctx, stage.Direction{Match: lookups, Do: stage.Do{Status: 200, Body: listed("Cablevision", "Spectrum"), Header: map[string]string{"Content-Type": "application/json"}}})
		tv.Status(ctx)
		there := tv.IsSignedInElsewhere(ctx, "Cablevision") && tv.IsSignedInElsewhere(ctx, "Spectrum")
		withdraw()
		if !there {
			Skip("the subject asks nothing of Adobe Pass when its app opens, so nobody knows the device")
		}
		tv.Play(ctx, "news")
		tv.Play(ctx, "sports")
		tv.Status(ctx)
		tv.Play(ctx, "news")
	}, SpecTimeout(time.Minute))
})
