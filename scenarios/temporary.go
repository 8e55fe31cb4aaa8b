package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

var _ = Describe("Watching a free preview", Label("temporary", "needs:temporary-access"), func() {
	It("needs no login, before and beside a subscription", func(ctx SpecContext) {
		w, home := household()
		tv, preview, user := home.Television(ctx), w.FreePreview(), home.Email("Anna")

		tv.Status(ctx)
		tv.Preauthorize(ctx, "trailer")
		tv.Preview(ctx, preview, "trailer", user)
		if w.Has(journal.Remaining) {
			tv.Remaining(ctx, preview, user)
		}
		tv.SignsIn(ctx, "Cablevision")
		tv.Play(ctx, "news")
		w.Pause(ctx, time.Second)
		tv.Preview(ctx, preview, "trailer", user)
		w.Pause(ctx, time.Second)
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("ends with the trial, and the user may sign in", func(ctx SpecContext) {
		w, home := household()
		tv, mvpd, user := home.Television(ctx), w.FreePreview(), home.Email("Ben")
		tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Lifetime: w.For(trialLife).String()}})

		tv.Status(ctx)
		preview := tv.Preview(ctx, mvpd, "match", user)
		over := time.Now().Add(w.For(trialLife) + time.Second)
		awaitEnd(ctx, w, preview)
		w.Pause(ctx, time.Until(over))
		tv.Preview(ctx, mvpd, "match", user)
		if w.Has(journal.Remaining) {
			w.Pause(ctx, time.Second)
			tv.Remaining(ctx, mvpd, user)
		}
		w.Watch(ctx, tv, 5*time.Second, "that a preview that is over is not tried again")
		tv.SignsIn(ctx, "Spectrum")
		tv.Play(ctx, "match")
	}, SpecTimeout(2*time.Minute))

	It("is for one user on all devices, and for so many titles", Label("needs:promotional-temporary-access"), func(ctx SpecContext) {
		w, home := household()
		phone, tablet, other := home.Phone(ctx), home.Device(ctx, world.Tablet), home.Phone(ctx)
		mvpd, user := w.TempPass.Promotional, home.Email("Cleo")

		phone.Preview(ctx, mvpd, "film-1", user)
		if w.Has(journal.Remaining) {
			phone.Remaining(ctx, mvpd, user)
		}
		w.Pause(ctx, time.Second)
		tablet.Preview(ctx, mvpd, "film-2", user)
		w.Pause(ctx, time.Second)
		tablet.Preview(ctx, mvpd, "film-3", user)
		other.Preview(ctx, mvpd, "film-1", home.Email("Dora"))
		w.Pause(ctx, time.Second)
		for _, code := range []string{"invalid_header_identity_for_temporary_access", "invalid_configuration_temporary_access"} {
			withdraw := other.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Deny: code}})
			other.Preview(ctx, mvpd, "film-1", home.Email("Dora"))
			w.Watch(ctx, other, 3*time.Second, "that the preview is not tried again")
			withdraw()
		}
	}, SpecTimeout(2*time.Minute))
})

// awaitEnd lets the stream of a preview run on until the app is told to stop it, or long
// enough to know that it will not be.
func awaitEnd(ctx SpecContext, w *world.World, preview *world.Preview) {
	if !preview.Allowed || preview.Until != "" && !w.Has(journal.Heartbeat) {
		return
	}
	for over := time.Now().Add(w.For(trialLife) + 13*time.Second); time.Now().Before(over) && ctx.Err() == nil; { // 10 s are tolerated
		w.Pause(ctx, 3*time.Second)
		if preview.Heartbeat(ctx) {
			return
		}
	}
}
