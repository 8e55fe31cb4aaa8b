package authorization

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// NoMidstreamRefresh: a stream that plays is left alone.
var NoMidstreamRefresh = &rule.Rule{
	ID:        "AUTHZ-NO-MIDSTREAM-REFRESH",
	Phase:     rule.Authorization,
	Level:     rule.Must,
	Statement: "A stream goes on when its media token or decision ends; nothing is authorized again while it plays.",
	Why:       "A refresh for each stream every few minutes is most of the load on a big night, and one that fails stops the game.",
	Remedy:    "Authorize when the user presses play, and at most when a live stream is paused, breaks for ads or changes its asset; have no timer.",
	Occasion:  "stream that was watched beyond the end of its media token",
	Missing:   "no stream was watched beyond the end of its media token",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-authorization-phase"},
		{Page: "rest-api-v2-faqs", Anchor: "authorization-phase-faq8"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, p := range presses(e, 0) {
			d, x := p.permit()
			if d == nil || d.Source == "temppass" {
				continue // temporary access ends in the middle of a stream
			}
			s := stream{press: p, token: rule.Instant(d.Token.NotAfter)}
			s.watch(e)
			cases = append(cases, s.judge(e, x)...)
		}
		return cases
	},
}

// A stream is what plays after a permit.
type stream struct {
	press
	token   time.Time      // when its media token ends; zero: unknown
	next    time.Time      // when the device does something else; zero: never
	watched time.Time      // to when the app was there
	beats   []*journal.Act // in which the app heard whether to go on
}

// watch finds how long the stream was seen to play.
func (s *stream) watch(e *rule.Evidence) {
	s.watched = s.End
	for _, a := range e.Acts {
		if a.Device != s.Device || a.Start.Before(s.End) {
			continue
		}
		switch a.Verb {
		case journal.Play, journal.Preview, journal.Login, journal.Logout:
			s.next = a.Start
			return
		case journal.Heartbeat:
			s.beats = append(s.beats, a)
			fallthrough
		case journal.Watched, journal.Status, journal.Event, journal.Entitled:
			if a.End.After(s.watched) {
				s.watched = a.End
			}
		}
	}
}

func (s *stream) judge(e *rule.Evidence, permit *journal.Exchange) []rule.Case {
	for _, x := range e.Operations("authorize") {
		if x.Start.After(s.End) && (s.next.IsZero() || x.Start.Before(s.next)) && e.Name(x) == s.Device && !occasioned(e, x, s.Device) {
			return []rule.Case{rule.Prove(rule.Complain("%q was authorized again %v into the stream; wanted the stream left alone", s.resource, x.Start.Sub(s.End).Round(100*time.Millisecond)), permit, s.Act, x)}
		}
	}
	for _, beat := range s.beats {
		if beat.Answered() && beat.Flag("stop") && !over(e, s, beat.End) {
			return []rule.Case{rule.Prove(rule.Complain("the app was told to stop %q %v into the stream; wanted it to go on", s.resource, beat.End.Sub(s.End).Round(100*time.Millisecond)), permit, s.Act, beat)}
		}
	}
	if s.token.IsZero() || s.watched.Before(s.token.Add(skew)) {
		return nil
	}
	if alive, ok := e.AliveAt(s.watched); ok {
		return []rule.Case{rule.Prove(nil, permit, s.Act, alive)}
	}
	return nil
}

// occasioned tells whether something that the user or the player did explains an
// authorization, repeats of what was denied included.
func occasioned(e *rule.Evidence, x *journal.Exchange, device string) bool {
	return slices.ContainsFunc(e.Did(journal.Play, journal.Preview, journal.Event, journal.Entitled, journal.Preauthorize), func(a *journal.Act) bool {
		until := a.End
		if !a.Flag("allowed") {
			until = until.Add(background)
		}
		return a.Device == device && !x.Start.Before(a.Start) && !x.Start.After(until)
	})
}

// over tells whether the profile behind a stream has ended meanwhile: then it may stop.
func over(e *rule.Evidence, s *stream, at time.Time) bool {
	return slices.ContainsFunc(e.Ends(s.Device), func(end rule.End) bool { return end.At.After(s.Start) && !end.At.After(at) })
}
