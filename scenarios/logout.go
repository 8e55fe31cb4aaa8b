package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/stage"
)

var _ = Describe("Signing out", Label("logout"), func() {
	for _, c := range []struct{ mvpd, what string }{
		{"Cablevision", "opens the MVPD's page where it has one"},
		{"Spectrum", "is done where the MVPD has no page"},
	} {
		It(c.what, func(ctx SpecContext) {
			_, home := household()
			tv := home.Television(ctx)

			tv.SignsIn(ctx, c.mvpd)
			tv.Play(ctx, "news")
			tv.SignOut(ctx)
			tv.Status(ctx)
			tv.SignsIn(ctx, c.mvpd)
			tv.SignOut(ctx)
		}, SpecTimeout(2*time.Minute))
	}

	It("is left to the user, whatever is denied", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Cablevision")
		for _, code := range []string{"authorization_denied_by_mvpd", "authorization_denied_by_hba_policies", "authorization_denied_by_parental_controls"} {
			withdraw := tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Deny: code}})
			tv.Play(ctx, "movies")
			withdraw()
			w.Pause(ctx, time.Second)
		}
		w.Watch(ctx, tv, 5*time.Second, "that nobody is signed out")
	}, SpecTimeout(2*time.Minute))
})
