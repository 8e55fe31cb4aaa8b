package temporary

import (
	"strconv"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// grace is how long after its end a preview may still run.
const grace = 10 * time.Second

// EnforceEnd: the service ends previews, nobody else does.
var EnforceEnd = &rule.Rule{
	ID:        "TEMP-ENFORCE-END",
	Phase:     rule.Temporary,
	Level:     rule.Must,
	Statement: "A stream on temporary access ends when the period of the TempPass does: the app is told the end, or told to stop.",
	Why:       "Adobe Pass does not stop streams: viewers of a ten-minute preview would watch the whole match.",
	Remedy:    "Hand notAfter of the decision to the app with the permit, or answer its heartbeats with the order to stop from then on.",
	Occasion:  "free preview that was permitted, with an end",
	Missing:   "no free preview was permitted and watched to its end, nor was its end told to the app",
	Sources: []rule.Source{
		{Page: "temp-pass-feature", Anchor: "temp-pass-feature"},
	},
	Feature: rule.TemporaryAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range e.Did(journal.Preview) {
			x, d := permitOn(e, a)
			if x == nil || !a.Answered() || !a.Flag("allowed") {
				continue
			}
			end := rule.Instant(d.NotAfter)
			if end.IsZero() {
				continue
			}
			if c, proof, ok := ended(e, a, end); ok {
				cases = append(cases, rule.Prove(c, x, proof))
			}
		}
		return cases
	},
}

// ended judges a preview by what the app was told of its end, and when. ok is false
// where that was not watched.
func ended(e *rule.Evidence, a *journal.Act, end time.Time) (*rule.Complaint, journal.Entry, bool) {
	latest := end.Add(grace)
	if until, ok := moment(a.Text("until")); ok {
		if until.After(latest) {
			return rule.Complain("the app was told that the preview ends %v after its end; wanted at most %v", until.Sub(end).Round(time.Second), grace), a, true
		}
		return nil, a, true
	}
	another := rule.Never
	if b := e.Next(a.Device, a.End, rule.Never, journal.Preview); b != nil {
		another = b.Start
	}
	for _, beat := range e.Between(a.End, another).Did(journal.Heartbeat) {
		if beat.Device != a.Device || beat.Text("resource") != a.Text("resource") || !beat.Answered() {
			continue
		}
		switch {
		case beat.Flag("stop"):
			return nil, beat, true
		case beat.Start.After(latest):
			return rule.Complain("the stream still ran %v after the end of the preview, and the app was not told to stop it; wanted at most %v",
				beat.Start.Sub(end).Round(time.Second), grace), beat, true
		}
	}
	return nil, nil, false
}

// moment reads an instant as services write it to their apps: as text of RFC 3339, or
// as a number of milliseconds or seconds.
func moment(text string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t, true
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n <= 0 {
		return time.Time{}, false
	}
	if n > 1e11 { // seconds of the year 5138, milliseconds of 1973
		return time.UnixMilli(int64(n)), true
	}
	return time.Unix(int64(n), 0), true
}
