package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// authorize matches the decisions that a press of play asks for.
var authorize = stage.Match{Operations: []string{specs.Authorize}}

var _ = Describe("Pressing play", Label("authorization"), func() {
	It("asks for a decision each time", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Cablevision")
		tv.Play(ctx, "news")
		w.Pause(ctx, 5*time.Second)
		tv.Play(ctx, "news")
		tv.Play(ctx, "sports")
	}, SpecTimeout(2*time.Minute))

	It("obeys a deny, and starts nothing on an error", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Spectrum")
		for _, code := range []string{"authorization_denied_by_mvpd", "authorization_denied_by_parental_controls"} {
			withdraw := tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Deny: code, Details: "Not in your package."}})
			tv.Play(ctx, "movies")
			withdraw()
			w.Pause(ctx, time.Second)
		}
		withdraw := tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Status: 500}})
		tv.Play(ctx, "movies")
		withdraw()
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("tries again only where that may help, and not for ever", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Cablevision")
		withdraw := tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Deny: "network_connection_timeout"}})
		tv.Play(ctx, "news")
		withdraw()
		w.Pause(ctx, 2*time.Second)
		tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Deny: "maximum_execution_time_exceeded"}, Times: 1})
		tv.Play(ctx, "news")
		w.Pause(ctx, 2*time.Second)
		tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Deny: "authorization_denied_by_mvpd"}})
		tv.Play(ctx, "news")
		w.Watch(ctx, tv, 5*time.Second, "that nothing is repeated after the app has its answer")
	}, SpecTimeout(3*time.Minute))
})
