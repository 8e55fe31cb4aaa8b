package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Being throttled", Label("errors"), func() {
	It("waits a second, and then goes on", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		for _, operation := range []string{specs.Token, specs.CreateSession, specs.ProfilesByCode, specs.Preauthorize, specs.Authorize, specs.Logout} {
			tv.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{operation}}, Do: stage.Do{Status: 429}, Times: 1})
		}

		tv.Status(ctx)
		tv.SignsIn(ctx, "Cablevision")
		tv.Preauthorize(ctx, "news")
		w.Pause(ctx, time.Second)
		tv.Play(ctx, "news")
		w.Pause(ctx, time.Second)
		tv.SignOut(ctx)
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))
})

var _ = Describe("Being refused", Label("errors"), func() {
	It("asks once when asking again cannot help", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		refuse := func(operation, code string) func() {
			return tv.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{operation}}, Do: stage.Do{Error: code}})
		}

		tv.Status(ctx)
		withdraw := refuse(specs.CreateSession, "invalid_integration")
		tv.TriesToSignIn(ctx, "Cablevision")
		w.Pause(ctx, 3*time.Second)
		withdraw()
		tv.SignsIn(ctx, "Cablevision")
		withdraw = refuse(specs.Preauthorize, "too_many_resources")
		tv.Preauthorize(ctx, "news", "sports")
		withdraw()
		refuse(specs.Authorize, "authenticated_profile_invalidated")
		tv.Play(ctx, "news")
		w.Watch(ctx, tv, 5*time.Second, "that nothing is repeated")
	}, SpecTimeout(2*time.Minute))
})
