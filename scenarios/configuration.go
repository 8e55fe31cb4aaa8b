package scenarios

import (
	"fmt"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// list is a configuration answer with these MVPDs and a free preview
// (rest-api-v2-configuration-apis-retrieve-configuration-for-specific-service-provider#success).
func list(serviceProvider string, mvpds ...string) string {
	var entries []string
	for _, id := range mvpds {
		entries = append(entries, fmt.Sprintf(`{"id":%q,"displayName":%q,"logoUrl":"https://example.com/%s.png"}`, id, id+" TV", id))
	}
	entries = append(entries, `{"id":"Preview","displayName":"Free preview","logoUrl":"https://example.com/preview.png","isTempPass":true,"authPerAggregator":true}`)
	return fmt.Sprintf(`{"device":"unknown","clientType":"html5","os":"Unknown","requestor":{"id":%q,"name":%q,"domains":[],"mvpds":[%s]}}`,
		serviceProvider, serviceProvider, strings.Join(entries, ","))
}

var _ = Describe("Picking a TV provider", Label("configuration"), func() {
	It("shares one list among the users of a platform", func(ctx SpecContext) {
		w, home := household()
		// Nobody else opens the list on this platform, so what is fetched is ours.
		first, began := home.Device(ctx, world.AppleTV), time.Now()
		first.Providers(ctx)
		w.Pause(ctx, time.Second)
		first.Providers(ctx)
		w.Pause(ctx, time.Second)
		home.Device(ctx, world.AppleTV).Providers(ctx)
		w.Until(ctx, began, listYoung)
		home.Device(ctx, world.AppleTV).Providers(ctx)
		w.Last(ctx, listIdle)
		w.Until(ctx, began, listOld)
		if w.For(listOld) > 0 {
			home.Device(ctx, world.AppleTV).Providers(ctx)
		}
	}, SpecTimeout(12*time.Minute))

	It("gives each platform its own list", func(ctx SpecContext) {
		w, home := household()
		tablet, console := home.Device(ctx, world.Tablet), home.Device(ctx, world.Console)
		// Spectrum is not there for consoles; a provider that nobody else has is.
		console.Direct(ctx, stage.Direction{
			Match: stage.Match{Operations: []string{specs.Configuration}},
			Do:    stage.Do{Status: 200, Body: list(w.ServiceProvider, "Cablevision", "Console_Only"), Header: map[string]string{"Content-Type": "application/json"}},
		})

		tablet.Providers(ctx)
		console.Providers(ctx)
		tablet.Providers(ctx)
		console.Providers(ctx)
	}, SpecTimeout(time.Minute))

	It("lets the user choose another one when theirs is switched off", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, world.Retired)
		tv.Play(ctx, "news")
		tv.SwitchesOff(ctx, world.Retired)
		tv.Play(ctx, "news")
		w.Pause(ctx, 3*time.Second)
		tv.Status(ctx)
		tv.SignsIn(ctx, "Spectrum")
		tv.Play(ctx, "news")
	}, SpecTimeout(2*time.Minute))

	It("needs no list for a user who is signed in", Label("second-screen"), func(ctx SpecContext) {
		w, home := household()
		tv := home.Device(ctx, world.LGTV) // nobody opens the list on this platform
		phone := home.Phone(ctx)

		tv.Status(ctx)
		activation := tv.SignInElsewhere(ctx)
		phone.Providers(ctx)
		activation.Activate(ctx, phone, "Spectrum")
		home.Viewer().Completes(ctx, activation)
		activation.AwaitProfile(ctx)

		tv.Status(ctx)
		tv.Play(ctx, "news")
		w.Pause(ctx, 2*time.Second)
		tv.Status(ctx)
		tv.Play(ctx, "sports")
	}, SpecTimeout(2*time.Minute))

	for _, mvpd := range []string{"mixedCase.id", "id with space", "Comcast_SSO"} {
		It("takes the id "+mvpd+" as it is", func(ctx SpecContext) {
			_, home := household()
			tv := home.Television(ctx)

			tv.Providers(ctx)
			tv.SignsIn(ctx, mvpd)
			tv.Play(ctx, "news")
			tv.SignOut(ctx)
		}, SpecTimeout(2*time.Minute))
	}
})
