package scenarios

import (
	"errors"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Being refused as a client", Label("registration"), func() {
	// Each device has a part of its own, so that none uses up its requests. What is
	// taken from one device may be what all share, so they have an instance of their own.
	It("renews what can be renewed, and gives up on the rest", func(ctx SpecContext) {
		w, home := household()
		own, err := w.Own(ctx, GinkgoTB())
		if errors.Is(err, world.ErrNoOwn) {
			Skip(err.Error())
		}
		Expect(err).NotTo(HaveOccurred())
		television := func() *world.Device {
			d := home.Device(ctx, world.SamsungTV) // another instance has lists of its own
			own.On(d)
			return d
		}

		unapproved := television()
		withdraw := unapproved.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.Register}}, Do: stage.Do{Error: "unapproved_software_statement"}})
		unapproved.Status(ctx)
		withdraw()

		var all sync.WaitGroup
		all.Go(func() { getsNewTokens(ctx, television()) })
		all.Go(func() { givesUp(ctx, w, television()) })
		all.Wait()
		losesCredentials(ctx, w, television())
		unapproved.Status(ctx)
	}, SpecTimeout(4*time.Minute))
})

// getsNewTokens takes the device's token away before its time, and refuses it once more
// on each of the calls that follow.
func getsNewTokens(ctx SpecContext, tv *world.Device) {
	defer GinkgoRecover()
	once := func(operation string, do stage.Do) {
		tv.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{operation}}, Do: do, Times: 1})
	}
	once(specs.CreateSession, stage.Do{Revoke: true})
	once(specs.Authorize, stage.Do{Status: 401})
	activation := tv.SignIn(ctx, "Cablevision")
	activation.AwaitPolls(ctx, 1)
	once(specs.ProfilesByCode, stage.Do{Status: 401})
	tv.Viewer().Completes(ctx, activation)
	activation.AwaitProfile(ctx)
	tv.Play(ctx, "news")
}

// givesUp refuses every token of the device, however new.
func givesUp(ctx SpecContext, w *world.World, tv *world.Device) {
	defer GinkgoRecover()
	tv.SignsIn(ctx, "Cablevision")
	withdraw := tv.Direct(ctx, stage.Direction{Match: stage.Match{Operations: tokens}, Do: stage.Do{Status: 401}})
	tv.Play(ctx, "news")
	w.Watch(ctx, tv, w.For(allRefused), "that a refused call is given up")
	withdraw()
}

// losesCredentials makes Adobe Pass forget the device's client. The list of providers is
// opened first, so that the service finds out from something else than a decision.
func losesCredentials(ctx SpecContext, w *world.World, tv *world.Device) {
	tv.SignsIn(ctx, "Spectrum")
	w.Pause(ctx, time.Second)
	tv.LosesCredentials(ctx)
	tv.Providers(ctx)
	w.Pause(ctx, time.Second)
	tv.Status(ctx)
	w.Pause(ctx, time.Second)
	tv.Play(ctx, "news")
	w.Pause(ctx, time.Second)
	tv.SignsIn(ctx, "Spectrum")
}

// tokens are the operations that are made with an access token.
var tokens = []string{
	specs.Configuration, specs.CreateSession, specs.ResumeSession, specs.Session, specs.Profiles, specs.ProfilesByMVPD, specs.ProfilesByCode,
	specs.Preauthorize, specs.Authorize, specs.Logout,
}
