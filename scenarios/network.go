package scenarios

import (
	"errors"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/journal"
)

// addresses is the longest that the documentation lets a service keep an address
// (rest-api-v2-cookbook-server-server#environments).
const addresses = 30 * time.Second

// noticing is how much longer it may take to leave somebody who says nothing: a timeout.
const noticing = 10 * time.Second

// between is the pause between two presses of play while the network is watched.
const between = 2500 * time.Millisecond

// networked starts an instance in a network of its own, or skips the scenario.
func networked(ctx SpecContext, w *world.World, s network.Settings) *world.Instance {
	GinkgoHelper()
	own, err := w.OwnNetwork(ctx, GinkgoTB(), s)
	if errors.Is(err, world.ErrNoOwn) || errors.Is(err, world.ErrNoNetwork) {
		Skip(err.Error())
	}
	Expect(err).NotTo(HaveOccurred())
	return own
}

// playsFor presses play until so much time is over, or until is true, and once more.
func playsFor(ctx SpecContext, w *world.World, tv *world.Device, long time.Duration, until func() bool) {
	w.Stretch("plays to see where connections go", func() {
		for end := time.Now().Add(long); time.Now().Before(end) && ctx.Err() == nil && !until(); {
			tv.Play(ctx, "news")
			w.Pause(ctx, between)
		}
		tv.Play(ctx, "news")
	})
}

func never() bool { return false }

var _ = Describe("Finding Adobe Pass", Label("network"), func() {
	It("asks for its address anew within 30 seconds", func(ctx SpecContext) {
		w, home := household()
		own := networked(ctx, w, network.Settings{TTL: time.Hour, Close: true})
		tv := home.Device(ctx, world.FireTV) // another instance has lists of its own
		own.On(tv)

		tv.SignsIn(ctx, "Cablevision")
		playsFor(ctx, w, tv, w.For(addressAge), never)
		if own.Renewed(ctx) {
			return
		}
		// It has kept the address. Is it for as long as the record says, for a time of its
		// own, or for good? Another instance gets a short record, and this one goes on.
		short := networked(ctx, w, network.Settings{TTL: 5 * time.Second, Close: true})
		other := home.Device(ctx, world.FireTV)
		short.On(other)
		other.SignsIn(ctx, "Cablevision")
		var both sync.WaitGroup
		both.Go(func() { playsFor(ctx, w, tv, addresses+6*time.Second, never) })
		both.Go(func() { playsFor(ctx, w, other, addresses+6*time.Second, never) })
		both.Wait()
	}, SpecTimeout(6*time.Minute))

	It("calls nobody who cannot prove to be Adobe", func(ctx SpecContext) {
		w, home := household()
		own := networked(ctx, w, network.Settings{Close: true})
		tv := home.Device(ctx, world.FireTV)
		own.On(tv)

		tv.SignsIn(ctx, "Cablevision")
		for _, fault := range []string{journal.WrongName, journal.UnknownAuthority, journal.Expired} {
			own.Shows(ctx, fault)
			tv.Play(ctx, "news")
			w.Pause(ctx, time.Second)
		}
		own.Shows(ctx, "")
		tv.Play(ctx, "news")
		own.Recovers()
		w.Pause(ctx, between)
		tv.Play(ctx, "news")
	}, SpecTimeout(3*time.Minute))
})

var _ = Describe("A data centre that Adobe moves away from", Label("network"), func() {
	for _, move := range []struct {
		state network.State
		text  string
	}{
		{network.Refusing, "is left when it refuses connections"},
		{network.Silent, "is left when it falls silent"},
		{network.Healthy, "is left although it still answers"},
	} {
		It(move.text, func(ctx SpecContext) {
			w, home := household()
			own := networked(ctx, w, network.Settings{})
			tv := home.Device(ctx, world.FireTV)
			own.On(tv)

			tv.SignsIn(ctx, "Cablevision")
			tv.Play(ctx, "news")
			own.Moves(ctx, move.state)
			long := w.For(moveFollowed)
			if move.state == network.Silent {
				long += noticing
			}
			playsFor(ctx, w, tv, long, func() bool { return move.state != network.Healthy && own.Arrived(ctx) })
			own.Recovers()
			w.Watch(ctx, tv, 500*time.Millisecond, "that the service lives on")
		}, SpecTimeout(6*time.Minute))
	}
})
