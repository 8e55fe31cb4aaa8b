package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/passproof/passproof/mockpass/journal"
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
		w.Pause(ctx, time.Second)
		tv.Play(ctx, "Ch & Co")
		tv.Play(ctx, `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Ch &amp; Co</title>`+
			`<item><title>Café  “Zoë”</title><media:rating scheme="urn:mpaa">pg</media:rating></item></channel></rss>`)
	}, SpecTimeout(2*time.Minute))

	It("obeys a deny, and starts nothing on an error", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)

		tv.SignsIn(ctx, "Spectrum")
		for _, deny := range []stage.Do{
			{Deny: "authorization_denied_by_mvpd", Details: "Not in your package."},
			{Deny: "authorization_denied_by_parental_controls", Details: "Ask the owner of the account."},
			{Deny: "authorization_denied_by_degradation_rule", Details: "Back in an hour."},
		} {
			withdraw := tv.Direct(ctx, stage.Direction{Match: authorize, Do: deny})
			tv.Play(ctx, "movies")
			withdraw()
			w.Pause(ctx, time.Second)
		}
		withdraw := tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Status: 500}})
		tv.Play(ctx, "movies")
		withdraw()
		w.Pause(ctx, 2*time.Second)
		tv.Direct(ctx, answers(specs.Authorize, `{"decisions":[{"resource":"opera","serviceProvider":"`+w.ServiceProvider+`","mvpd":"Spectrum","source":"mvpd","authorized":true}]}`))
		tv.Play(ctx, "movies") // the answer is about something else
		tv.Direct(ctx, answers(specs.Authorize, `{"decisions":[]}`))
		tv.Play(ctx, "movies") // the answer is about nothing
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

	It("lets a stream go on when its media token ends", func(ctx SpecContext) {
		w, home := household()
		tv := home.Television(ctx)
		tv.SignsIn(ctx, "Cablevision")
		tv.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Lifetime: "10s"}})
		tv.Play(ctx, "news")
		for over := time.Now().Add(w.For(streamBeats)); time.Now().Before(over) && ctx.Err() == nil; {
			w.Pause(ctx, 4*time.Second)
			tv.Beat(ctx, "news")
		}
		w.Watch(ctx, tv, 9*time.Second, "that the stream is left alone")
		tv.Beat(ctx, "news")
		if w.Has(journal.Event) {
			tv.Event(ctx, "ad-break", "news")
			w.Pause(ctx, time.Second)
			tv.Event(ctx, "pause", "news")
		}
	}, SpecTimeout(4*time.Minute))

	It("shows what may be watched as long as the decision holds", Label("needs:entitlement-state"), func(ctx SpecContext) {
		w, home := household()
		phone := home.Phone(ctx)
		phone.SignsIn(ctx, "Cablevision")
		brief := phone.Direct(ctx, stage.Direction{Match: authorize, Do: stage.Do{Lifetime: w.For(decisionLife).String()}})
		phone.Play(ctx, "sports")
		brief()
		phone.Entitled(ctx, "sports")
		phone.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{specs.Authorize, specs.Preauthorize}, Resources: []string{"sports"}}, Do: stage.Do{Deny: "authorization_denied_by_mvpd"}})
		w.Pause(ctx, w.For(decisionLife)+3*time.Second)
		phone.Entitled(ctx, "sports")
		phone.Direct(ctx, answers(specs.Authorize, `{"decisions":[{"resource":"news","serviceProvider":"`+w.ServiceProvider+`","mvpd":"Cablevision","source":"degradation","authorized":true,`+
			`"token":{"notBefore":1779710400000,"notAfter":4102444800000,"serializedToken":"dG9rZW4gd2l0aG91dCBhIGRlY2lzaW9u"}}]}`))
		phone.Play(ctx, "news") // for the moment, says the answer: it has no notAfter
		w.Pause(ctx, 3*time.Second)
		phone.Entitled(ctx, "news")
		phone.SignOut(ctx)
		phone.Entitled(ctx, "news")
	}, SpecTimeout(2*time.Minute))
})
