package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("While an MVPD is degraded", Label("degraded", "needs:degraded-access"), func() {
	It("lets users in without a login, and asks for one when that is over", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.Status(ctx)
		restore := tv.Degrade(ctx, "AuthNAll", "Spectrum", "")
		tv.TriesToSignIn(ctx, "Spectrum")
		tv.Play(ctx, "news")
		w.Pause(ctx, time.Second)
		restore()
		tv.Play(ctx, "news")
		tv.SignsIn(ctx, "Spectrum")
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("lends a profile that ends before others do", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		lookups := stage.Match{Operations: []string{specs.ProfilesByMVPD, specs.ProfilesByCode}}

		tv.Status(ctx)
		short := tv.Direct(ctx, stage.Direction{Match: lookups, Do: stage.Do{Lifetime: w.For(degradedLife).String()}})
		restore := tv.Degrade(ctx, "AuthNAll", "Cablevision", "")
		tv.TriesToSignIn(ctx, "Cablevision")
		tv.Status(ctx)
		tv.Play(ctx, "news")
		restore()
		short()
		w.Pause(ctx, w.For(degradedLife)+3*time.Second)
		tv.Status(ctx)
		tv.SignsIn(ctx, "Cablevision")
	}, SpecTimeout(2*time.Minute))

	It("follows the decisions of the rule for those who are signed in", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Spectrum")
		restore := tv.Degrade(ctx, "AuthZAll", "Spectrum", "")
		tv.Play(ctx, "movies")
		restore()
		tv.Play(ctx, "movies")
		w.Pause(ctx, time.Second)
		restore = tv.Degrade(ctx, "AuthZNone", "Spectrum", "The match is over at nine; come back then.")
		tv.Preauthorize(ctx, "sports")
		tv.Play(ctx, "news")
		w.Watch(ctx, tv, 5*time.Second, "that a deny by a rule has no consequences")
		restore()
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))
})
