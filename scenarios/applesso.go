package scenarios

import (
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/apple"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Signing in with Apple's framework", Label("single-sign-on", "needs:apple-sso"), func() {
	It("takes the user's TV provider from the settings of the system", func(ctx SpecContext) {
		w, home := household()
		for _, model := range []world.Model{world.IPhone, world.AppleTV} {
			d := home.Device(ctx, model)
			d.Providers(ctx) // the framework's list is made of ours
			d.FrameworkSays(ctx, world.Framework{MVPD: config.AppleOnboarded})
			d.Status(ctx)
			d.SignInWithFramework(ctx).Answers(ctx)
			d.Status(ctx)
			watches(ctx, d)
			w.Pause(ctx, time.Second)
			d.FrameworkSays(ctx, world.Framework{MVPD: config.AppleOnboarded, For: 2 * time.Hour})
			d.Status(ctx)
			d.Play(ctx, "sports")
			d.SignOut(ctx)
			d.Status(ctx)
		}
	}, SpecTimeout(2*time.Minute))

	It("goes the regular way where the framework does not help", func(ctx SpecContext) {
		_, home := household()
		device := func(f world.Framework) *world.Device {
			d := home.Device(ctx, world.IPhone)
			d.Providers(ctx)
			d.FrameworkSays(ctx, f)
			d.Status(ctx)
			return d
		}
		completes := func(d *world.Device) {
			login := d.SignInWithFramework(ctx)
			home.Viewer().Completes(ctx, login.Activation)
			login.AwaitProfile(ctx)
		}
		var all sync.WaitGroup
		onItsOwn := func(f world.Framework, signsIn func(*world.Device)) {
			all.Go(func() {
				defer GinkgoRecover()
				signsIn(device(f))
			})
		}
		for _, f := range []world.Framework{{Access: apple.Denied}, {MVPD: config.AppleOnboarded, For: -time.Hour}, {Provider: "vsa-0"}} {
			onItsOwn(f, func(d *world.Device) {
				if f.Provider != "" {
					d.SignInWithFramework(ctx)
				}
				d.SignsIn(ctx, "Spectrum") // the user picks from our own list
			})
		}
		onItsOwn(world.Framework{MVPD: config.ApplePicker}, completes)
		onItsOwn(world.Framework{MVPD: config.AppleDisabled}, completes)
		onItsOwn(world.Framework{MVPD: config.AppleOnboarded}, func(d *world.Device) {
			d.FallsBack(ctx, config.AppleOnboarded)
			completes(d)
		})
		onItsOwn(world.Framework{MVPD: config.AppleOnboarded}, func(d *world.Device) {
			d.IsSignedInElsewhere(ctx, config.AppleOnboarded)
			d.SignInWithFramework(ctx)
			d.Play(ctx, "news")
		})
		all.Wait()
	}, SpecTimeout(3*time.Minute))

	It("goes the regular way when the framework's answer is refused", func(ctx SpecContext) {
		w, home := household()
		json := map[string]string{"Content-Type": "application/json"}
		answers := []stage.Do{{Status: 201, Body: `{"profiles":{}}`, Header: json}}
		for _, code := range []string{
			"invalid_header_pfs_permission_access_not_present", "invalid_header_pfs_permission_access_not_determined",
			"invalid_header_pfs_permission_access_not_granted", "invalid_header_pfs_provider_id_not_determined",
			"invalid_header_pfs_provider_id_mismatch", "invalid_header_pfs_provider_info_expired", "invalid_parameter_saml_response",
		} {
			answers = append(answers, stage.Do{Error: code})
		}
		var devices []*world.Device
		for _, do := range answers {
			d := home.Device(ctx, world.IPhone)
			d.Providers(ctx)
			d.FrameworkSays(ctx, world.Framework{MVPD: config.AppleOnboarded})
			login := d.SignInWithFramework(ctx)
			d.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.PartnerProfile}}, Do: do, Times: 1})
			login.Answers(ctx)
			devices = append(devices, d)
		}
		w.Watch(ctx, devices[0], 2*time.Second, "that nothing that was refused is sent again")
		for _, d := range devices[1:] {
			d.SignIn(ctx, "Spectrum")
		}
	}, SpecTimeout(2*time.Minute))
})
