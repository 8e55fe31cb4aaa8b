package errors

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A series is a request that failed and its repeats, until one of them succeeds or the
// app asks for something else.
type series []*journal.Exchange

// seriesOf finds the series that begin with a failure of that kind.
func seriesOf(e *rule.Evidence, begins func(*journal.Exchange) bool) []series {
	all := e.Operations()
	taken := map[journal.ID]bool{} // a repeat is judged with its first
	var out []series
	for i, x := range all {
		if taken[x.ID] || x.Operation == "" || !begins(x) {
			continue
		}
		s := series{x}
		for _, y := range all[i+1:] {
			last := s[len(s)-1]
			if !y.Start.Before(horizon(e, last)) {
				break
			}
			if y.Start.Before(last.End) || !repeats(x, y) {
				continue
			}
			s, taken[y.ID] = append(s, y), true
			if succeeded(y) {
				break
			}
		}
		out = append(out, s)
	}
	return out
}

// succeeded tells an answer after which nothing is left to repeat.
func succeeded(x *journal.Exchange) bool {
	return x.Response.Status/100 == 2 && !x.Response.Cut && !slices.ContainsFunc(rule.Decisions(x), func(d rule.Decision) bool {
		return d.Error.Action == "retry"
	})
}

// repeats is same, and for catalogues a request for the items that may be asked for
// again, which are fewer.
func repeats(x, y *journal.Exchange) bool {
	if x.Operation != "preauthorize" || y.Operation != x.Operation {
		return same(x, y)
	}
	asked, again := rule.Resources(x), rule.Resources(y)
	for _, r := range again {
		if !slices.Contains(asked, r) {
			return false
		}
	}
	return len(again) > 0 && x.Request.Target == y.Request.Target && x.Device == y.Device && x.Address == y.Address
}

// The documentation wants two or three repeats, or pauses that grow. What is too short
// for a pause it does not say: a second is what its throttle grants, less warns.
const (
	mostRepeats = 3
	pause       = time.Second
	noPause     = 500 * time.Millisecond
	growth      = 1.5
)

// judge says what is wrong with the pauses and the number of the repeats, and which
// repeat shows it; nil: nothing.
func (s series) judge() (*rule.Complaint, *journal.Exchange) {
	var mild *rule.Complaint
	var at *journal.Exchange
	before := time.Duration(0)
	for i := 1; i < len(s); i++ {
		gap := s[i].Start.Sub(s[i-1].End)
		grows := i > 1 && float64(gap) >= growth*float64(before)
		switch {
		case i == 1 && s[0].Response.Status == 0:
			// HTTP clients repeat by themselves when a connection closes.
		case i > mostRepeats && (!grows || gap < pause-jitter):
			return rule.Complain("repeat %d of %s, %v after the last answer; wanted at most %d, or pauses that double", i, s[i].Operation, gap.Round(time.Millisecond), mostRepeats), s[i]
		case i > 1 && gap < noPause-jitter && !grows:
			return rule.Complain("%s was repeated %v after the last answer, again and again; wanted pauses of at least %v", s[i].Operation, gap.Round(time.Millisecond), pause), s[i]
		case gap < pause-jitter && mild == nil:
			mild, at = rule.Warn("%s was repeated %v after the answer; wanted a pause of at least %v", s[i].Operation, gap.Round(time.Millisecond), pause), s[i]
		}
		before = gap
	}
	return mild, at
}

// bounded makes the cases of series that may be repeated, within bounds.
func bounded(e *rule.Evidence, all []series) []rule.Case {
	var cases []rule.Case
	for _, s := range all {
		if c := unanswered(e, s); c != nil {
			cases = append(cases, *c)
		} else if c, at := s.judge(); c != nil {
			cases = append(cases, rule.Prove(c, s[0], at))
		} else if alive, ok := e.AliveAt(s[len(s)-1].End.Add(quiet)); ok {
			cases = append(cases, rule.Prove(nil, s[0], alive))
		}
	}
	return cases
}

// quiet is how long nothing may follow before a series has ended well.
const quiet = 3 * time.Second

// asker is what the app asked of the service when it made the request; nil: nothing that
// is known, as with polls.
func asker(e *rule.Evidence, x *journal.Exchange) *journal.Act {
	who := e.Name(x)
	for _, a := range e.Acts {
		if a.Start.After(x.Start) {
			return nil
		}
		if who != "" && a.Device == who && byApp[a.Verb] && !a.End.Before(x.Start) {
			return a
		}
	}
	return nil
}

// byApp are the verbs by which an app asks its service for something.
var byApp = map[string]bool{
	journal.Status: true, journal.Providers: true, journal.Login: true, journal.Returned: true, journal.Activate: true,
	journal.Metadata: true, journal.Preauthorize: true, journal.Play: true, journal.Logout: true,
}

// told tells whether the app got an answer: a yes, a no, or an honest error of the
// service. Silence and broken connections are none.
func told(a *journal.Act) bool {
	return a.Answered() || a.Status() != 0
}

// unanswered is the case of an app that was left without an answer; nil: it got one, or
// nobody asked.
func unanswered(e *rule.Evidence, s series) *rule.Case {
	act := asker(e, s[0])
	if act == nil || told(act) {
		return nil
	}
	c := rule.Prove(rule.Complain("the app got no answer to its %s (%s) after Adobe Pass had answered %s with %s; wanted an answer", act.Verb, act.Failure, s[0].Operation, said(s[0])), s[0], act)
	return &c
}
