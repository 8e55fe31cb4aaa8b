package scenarios

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Showing a catalogue", Label("preauthorization"), func() {
	It("asks in batches, and once for what is permitted", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		var catalogue []string
		for i := range 12 {
			catalogue = append(catalogue, fmt.Sprintf("channel-%d", i+1))
		}

		tv.SignsIn(ctx, "Cablevision")
		tv.Preauthorize(ctx, catalogue...)
		w.Pause(ctx, 4*time.Second)
		tv.Preauthorize(ctx, catalogue[:3]...)
		w.Pause(ctx, 4*time.Second)
		tv.Preauthorize(ctx, append(catalogue[:3:3], "channel-13")...)
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))

	It("does not start playback", func(ctx SpecContext) {
		_, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Cablevision")
		tv.Preauthorize(ctx, "boxing", "news")
		tv.Play(ctx, "news")
		tv.Direct(ctx, stage.Direction{
			Match: stage.Match{Operations: []string{specs.Authorize}, Resources: []string{"boxing"}},
			Do:    stage.Do{Deny: "authorization_denied_by_mvpd", Details: "Boxing is not in your package."},
		})
		tv.Play(ctx, "boxing")
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))
})
