package scenarios

import (
	"context"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// under does something while calls of a device's service meet an effect.
func under(ctx context.Context, d *world.Device, operation string, effect stage.Do, what func()) {
	withdraw := d.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{operation}}, Do: effect})
	what()
	withdraw()
}

// asJSON is an answer in so many words.
func asJSON(status int, body string) stage.Do {
	return stage.Do{Status: status, Body: body, Header: map[string]string{"Content-Type": "application/json"}}
}

var _ = Describe("Being refused", Label("errors", "authorization", "authentication"), func() {
	It("does what each action asks for", func(ctx SpecContext) {
		w, home := household()
		tv, phone, tablet, console := home.Television(ctx), home.Phone(ctx), home.Device(ctx, world.Tablet), home.Device(ctx, world.Console)

		var all sync.WaitGroup
		all.Go(func() { // errors of whole answers, and the same inside
			tv.SignsIn(ctx, "Cablevision")
			plays := func(effect stage.Do) {
				under(ctx, tv, specs.Authorize, effect, func() { tv.Play(ctx, "news") })
				tv.Status(ctx)
				w.Pause(ctx, time.Second)
			}
			for _, code := range []string{"invalid_parameter_resources", "too_many_resources", "invalid_configuration_user_metadata_certificate"} {
				plays(stage.Do{Error: code})
			}
			for _, code := range []string{"authenticated_profile_missing", "authenticated_profile_expired"} {
				plays(stage.Do{Error: code})
				plays(stage.Do{Deny: code})
			}
		})
		all.Go(func() { // what the MVPD says
			phone.SignsIn(ctx, "Spectrum")
			for _, code := range []string{
				"authorization_denied_by_mvpd", "authorization_denied_by_parental_controls", "authorization_denied_by_degradation_rule",
				"authorization_denied_by_hba_policies", "authorization_denied_by_session_invalidated", "identity_not_recognized_by_mvpd",
			} {
				under(ctx, phone, specs.Authorize, stage.Do{Deny: code}, func() { phone.Play(ctx, "news") })
				phone.Status(ctx)
				w.Pause(ctx, time.Second)
			}
		})
		all.Go(func() { // no login can begin
			tablet.Status(ctx)
			for _, code := range []string{"invalid_parameter_service_provider", "invalid_parameter_mvpd", "invalid_header_device_info", "invalid_header_device_identifier"} {
				under(ctx, tablet, specs.CreateSession, stage.Do{Error: code}, func() { tablet.TriesToSignIn(ctx, "Cablevision") })
				w.Pause(ctx, 3*time.Second)
			}
		})
		all.Go(func() { // catalogues and logouts
			console.SignsIn(ctx, "Cablevision")
			under(ctx, console, specs.Preauthorize, stage.Do{Deny: "preauthorization_denied_by_mvpd"}, func() { console.Preauthorize(ctx, "news", "sports") })
			console.Status(ctx)
			w.Pause(ctx, time.Second)
			under(ctx, console, specs.Preauthorize, stage.Do{Error: "authenticated_profile_missing"}, func() { console.Preauthorize(ctx, "movies") })
			console.Status(ctx)
			under(ctx, console, specs.Logout, stage.Do{Error: "invalid_integration"}, func() { console.SignOut(ctx) })
			console.Status(ctx)
		})
		all.Wait()
		w.Watch(ctx, tv, 4*time.Second, "that nothing is repeated")
	}, SpecTimeout(3*time.Minute))

	It("tries again where it is asked to, seldom", func(ctx SpecContext) {
		w, home := household()
		tv, phone, tablet := home.Television(ctx), home.Phone(ctx), home.Device(ctx, world.Tablet)
		// The documents list this error for decisions only; it is to be handled on every endpoint.
		slow := asJSON(403, `{"status":403,"code":"maximum_execution_time_exceeded","message":"It took too long.","action":"retry"}`)

		var all sync.WaitGroup
		all.Go(func() {
			under(ctx, tv, specs.Profiles, slow, func() { tv.Status(ctx) })
			w.Pause(ctx, 2*time.Second)
			under(ctx, tv, specs.CreateSession, slow, func() { tv.TriesToSignIn(ctx, "Cablevision") })
		})
		all.Go(func() {
			phone.SignsIn(ctx, "Spectrum")
			under(ctx, phone, specs.Preauthorize, stage.Do{Error: "network_received_error"}, func() { phone.Preauthorize(ctx, "news") })
		})
		all.Go(func() {
			tablet.SignsIn(ctx, "Spectrum")
			under(ctx, tablet, specs.Logout, slow, func() { tablet.SignOut(ctx) })
		})
		all.Wait()
		w.Watch(ctx, tv, 5*time.Second, "that nothing is repeated after the apps have their answers")
	}, SpecTimeout(3*time.Minute))
})
