package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
)

var _ = Describe("Signing in once for a platform", Label("single-sign-on"), func() {
	It("follows the user from one Fire TV to the next", Label("needs:amazon-sso"), func(ctx SpecContext) {
		w, home := household()
		tv, other, old := home.Device(ctx, world.FireTV), home.Device(ctx, world.FireTV), home.Device(ctx, world.FireTV)

		old.HasPlatformToken(ctx, "old", world.None)
		old.SignsIn(ctx, "Spectrum")

		for _, state := range []world.Token{world.Expired, world.Unsigned, world.Garbage} {
			tv.HasPlatformToken(ctx, "ours", state)
			tv.Status(ctx)
			w.Pause(ctx, 300*time.Millisecond)
		}
		signsInOnce(ctx, tv, other)
		other.SignOut(ctx)
		tv.Play(ctx, "news")
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))

	It("follows the user from one Roku to the next", Label("needs:roku-sso"), func(ctx SpecContext) {
		_, home := household()
		tv, other, old := home.Television(ctx), home.Television(ctx), home.Television(ctx)

		old.HasPlatformToken(ctx, "old", world.None)
		old.SignsIn(ctx, "Spectrum")

		signsInOnce(ctx, tv, other)
		tv.SignOut(ctx)
		other.Play(ctx, "news")
		other.Status(ctx)
	}, SpecTimeout(2*time.Minute))
})

// signsInOnce signs a user in on one device of a platform, and lets the other have the same
// token: nobody signs in there.
func signsInOnce(ctx SpecContext, tv, other *world.Device) {
	tv.HasPlatformToken(ctx, "ours", world.Fresh)
	tv.Status(ctx)
	tv.SignsIn(ctx, "Cablevision")
	watches(ctx, tv)

	other.HasPlatformToken(ctx, "ours", world.Fresh)
	other.Status(ctx)
	watches(ctx, other)
}

var _ = Describe("Signing in once for an identity service", Label("single-sign-on"), func() {
	It("follows the user to all devices, and leaves with them", Label("needs:service-token-sso"), func(ctx SpecContext) {
		w, home := household()
		tv, phone, old := home.Television(ctx), home.Phone(ctx), home.Phone(ctx)

		old.IsUsedBy(ctx, "cleo", world.Expired)
		old.SignsIn(ctx, "Spectrum")
		old.IsUsedBy(ctx, "cleo", world.Unsigned)
		old.Status(ctx)
		old.Play(ctx, "news")

		tv.IsUsedBy(ctx, "ann", world.Fresh)
		tv.Status(ctx)
		tv.SignsIn(ctx, "Cablevision")
		watches(ctx, tv)

		w.Pause(ctx, time.Second) // a token of another second is another token
		phone.IsUsedBy(ctx, "ann", world.Fresh)
		phone.Status(ctx)
		watches(ctx, phone)
		phone.IsUsedBy(ctx, "bob", world.Fresh)
		phone.Status(ctx)
		phone.Play(ctx, "news")
		phone.IsUsedBy(ctx, "ann", world.Fresh)
		phone.Status(ctx)
		phone.SignOut(ctx)
		tv.Play(ctx, "news")
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))
})

// watches looks at a catalogue and plays.
func watches(ctx SpecContext, d *world.Device) {
	d.Preauthorize(ctx, "news", "sports")
	d.Play(ctx, "news")
}
