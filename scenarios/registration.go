package scenarios

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Registering", Label("registration"), func() {
	It("uses one token for many calls", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Cablevision")
		plays(ctx, w, tv, tokenUse, 2*time.Second)
	}, SpecTimeout(2*time.Minute))

	It("renews tokens with the credentials it has", func(ctx SpecContext) {
		w, home := household()
		tv := home.Device(ctx, world.Surface) // another instance has lists of its own
		// A service may share one token among all devices; an instance of its own has a
		// token that this scenario may shorten.
		if own, err := w.Own(ctx, GinkgoTB()); err == nil {
			own.On(tv)
		}
		life := stage.Match{Operations: []string{specs.Token}}

		short := tv.Direct(ctx, stage.Direction{Match: life, Do: stage.Do{Lifetime: (w.RefreshMargin + w.For(tokenLife)).String()}})
		tv.SignsIn(ctx, "Spectrum")
		plays(ctx, w, tv, tokenEnds, 3*time.Second)
		short()
		tv.Direct(ctx, stage.Direction{Match: life, Do: stage.Do{Lifetime: (w.RefreshMargin + w.For(tokenNextLife)).String()}})
		plays(ctx, w, tv, tokenNextEnds, 3*time.Second)
	}, SpecTimeout(8*time.Minute))

	It("is the same device after a restart", func(ctx SpecContext) {
		w, home := household()
		tv := home.Device(ctx, world.FireTV) // another instance has lists of its own
		own, err := w.Own(ctx, GinkgoTB())
		if errors.Is(err, world.ErrNoOwn) {
			Skip(err.Error())
		}
		Expect(err).NotTo(HaveOccurred())
		own.On(tv)

		tv.Status(ctx)
		tv.Providers(ctx)
		tv.SignsIn(ctx, "Cablevision")
		tv.Play(ctx, "news")
		own.Restart(ctx)
		tv.Play(ctx, "news") // the app has not noticed anything
		tv.Status(ctx)
		tv.SignOut(ctx)
		tv.SignsIn(ctx, "Cablevision")
	}, SpecTimeout(2*time.Minute))
})

// plays presses play again and again for a window, and once more at its end.
func plays(ctx SpecContext, w *world.World, tv *world.Device, v world.Window, every time.Duration) {
	for over := time.Now().Add(w.For(v)); time.Now().Before(over) && ctx.Err() == nil; {
		tv.Play(ctx, "news")
		w.Pause(ctx, every)
	}
	tv.Play(ctx, "news")
}
