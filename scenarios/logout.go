package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

var _ = Describe("Signing out", Label("logout"), func() {
	for _, c := range []struct{ mvpd, what string }{
		{"Cablevision", "opens the MVPD's page where it has one"},
		{"Spectrum", "is done where the MVPD has no page"},
	} {
		It(c.what, func(ctx SpecContext) {
			w, home := household()
			tv := home.Television(ctx)

			tv.SignsIn(ctx, c.mvpd)
			tv.Play(ctx, "news")
			tv.SignOut(ctx)
			tv.Status(ctx)
			if w.Has(journal.Metadata) {
				tv.Metadata(ctx)
			}
			tv.Play(ctx, "news")
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

	It("goes by the action of each profile", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		tv.SignsIn(ctx, "Cablevision")
		tv.IsForgotten(ctx)
		tv.SignOut(ctx) // invalid: there was no profile

		w.Pause(ctx, 3*time.Second)
		tv.SignsIn(ctx, "Cablevision")
		tv.Direct(ctx, answers(specs.Logout, `{"logouts":{"Cablevision":{"actionName":"complete","actionType":"none","mvpd":"Cablevision"},`+
			`"Spectrum":{"actionName":"logout","actionType":"interactive","mvpd":"Spectrum","url":"/adobe-services/logout?noflash=true&mso_id=Spectrum&requestor_id=`+w.ServiceProvider+`"}}}`))
		tv.SignOut(ctx)

		w.Pause(ctx, 3*time.Second)
		tv.SignsIn(ctx, "Cablevision")
		tv.Direct(ctx, answers(specs.Logout, `{"logouts":{"Cablevision":{"actionName":"farewell","actionType":"none","mvpd":"Cablevision"}}}`))
		tv.SignOut(ctx) // an action that nobody knows
		tv.Status(ctx)
	}, SpecTimeout(2*time.Minute))

	It("sends the user to the settings of the system", Label("needs:apple-sso"), func(ctx SpecContext) {
		_, home := household()
		tablet := home.Device(ctx, world.Tablet)
		tablet.SignsIn(ctx, "Spectrum")
		tablet.Direct(ctx, answers(specs.Logout, `{"logouts":{"Spectrum":{"actionName":"partner_logout","actionType":"partner_interactive","mvpd":"Spectrum"}}}`))
		tablet.SignOut(ctx)
		tablet.SignsIn(ctx, "Spectrum")
		tablet.SignOut(ctx)
	}, SpecTimeout(2*time.Minute))
})
