package authorization

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// skew is how far the clocks of the service and of Adobe Pass may be apart.
const skew = time.Second

// TokenOneTime: a media token starts one stream.
var TokenOneTime = &rule.Rule{
	ID:        "AUTHZ-TOKEN-ONE-TIME",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "A media token is handed out once, for the playback that it was issued for, and before it ends.",
	Why:       "Media tokens are good for one stream: a verifier refuses the second, and the user sees an error in place of the game.",
	Remedy:    "Hand out the token of the very authorization that the press of play has caused; never keep one.",
	Occasion:  "media token that reached an app",
	Missing:   "no media token reached an app",
	Sources: []rule.Source{
		{Page: "media-tokens", Anchor: "media-tokens"},
		{Page: "rest-api-v2-faqs", Anchor: "authorization-phase-faq8"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		seen := map[string]*journal.Act{}
		ends := lastMoments(e)
		var cases []rule.Case
		for _, p := range presses(e, 0, journal.Preview) {
			token := p.Text("mediaToken")
			x := p.last()
			if token == "" || x == nil || !p.Answered() {
				continue // without an authorization of its own: AUTHZ-BEFORE-EVERY-PLAYBACK
			}
			before, end := seen[token], ends[token]
			seen[token] = p.Act
			switch {
			case before != nil:
				cases = append(cases, rule.Prove(rule.Complain("the media token that %s got for %q had been handed to %s before; wanted each once", p.Device, p.resource, before.Device), before, x, p.Act))
			case !end.IsZero() && p.End.After(end.Add(skew)):
				cases = append(cases, rule.Prove(rule.Complain("the media token reached the app %v after its end; wanted it before", p.End.Sub(end).Round(time.Millisecond)), x, p.Act))
			default:
				cases = append(cases, rule.Prove(nil, x, p.Act))
			}
		}
		return cases
	},
}

// lastMoments are the ends of all media tokens that were issued.
func lastMoments(e *rule.Evidence) map[string]time.Time {
	ends := map[string]time.Time{}
	for _, x := range e.Operations("authorize") {
		for _, d := range rule.Decisions(x) {
			if d.Token.Serialized != "" {
				ends[d.Token.Serialized] = rule.Instant(d.Token.NotAfter)
			}
		}
	}
	return ends
}
