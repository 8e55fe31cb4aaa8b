package scenarios

import (
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/stage"
)

var _ = Describe("Reading answers", Label("headers", "authentication", "authorization"), func() {
	It("minds neither how timestamps are written nor members that are new", func(ctx SpecContext) {
		w, home := household()
		var all sync.WaitGroup
		for _, written := range []string{stage.AsNumber, stage.AsString} {
			tv := home.Television(ctx)
			tv.Direct(ctx, stage.Direction{Do: stage.Do{ExtraFields: true, Timestamps: written}})
			all.Go(func() {
				defer GinkgoRecover()
				tv.Providers(ctx)
				tv.SignsIn(ctx, "Cablevision")
				w.Pause(ctx, time.Second)
				tv.Preauthorize(ctx, "news")
				tv.Play(ctx, "news")
				w.Pause(ctx, time.Second)
				tv.SignOut(ctx)
			})
		}
		all.Wait()
	}, SpecTimeout(2*time.Minute))
})
