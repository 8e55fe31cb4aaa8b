package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
)

var _ = Describe("Picking a TV provider", Label("configuration"), func() {
	It("shares one list among the users of a platform", func(ctx SpecContext) {
		w, home := household()
		// Nobody else opens the list on this platform, so what is fetched is ours.
		for range 3 {
			home.Device(ctx, world.AppleTV).Providers(ctx)
			w.Pause(ctx, time.Second)
		}
		if w.Depth == world.Full {
			w.Pause(ctx, 330*time.Second)
			home.Device(ctx, world.AppleTV).Providers(ctx)
		}
	}, SpecTimeout(8*time.Minute))

	It("needs no list for a user who is signed in", Label("second-screen"), func(ctx SpecContext) {
		w, home := household()
		tv := home.Device(ctx, world.LGTV) // nobody opens the list on this platform
		phone := home.Phone(ctx)

		tv.Status(ctx)
		activation := tv.SignInElsewhere(ctx)
		phone.Providers(ctx)
		activation.Activate(ctx, phone, "Spectrum")
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)

		tv.Status(ctx)
		tv.Play(ctx, "news")
		w.Pause(ctx, 2*time.Second)
		tv.Status(ctx)
		tv.Play(ctx, "sports")
	}, SpecTimeout(2*time.Minute))

	for _, mvpd := range []string{"mixedCase.id", "id with space", "Comcast_SSO"} {
		It("takes the id "+mvpd+" as it is", func(ctx SpecContext) {
			_, home := household()
			tv := home.Television(ctx)

			tv.Providers(ctx)
			tv.SignsIn(ctx, mvpd)
			tv.Play(ctx, "news")
			tv.SignOut(ctx)
		}, SpecTimeout(2*time.Minute))
	}
})
