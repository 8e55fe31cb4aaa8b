package stage_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/stage"
)

func TestCue_ShapesGoTogether(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	for _, do := range []stage.Do{
		{URLs: stage.Absolute, Timestamps: stage.AsNumber},
		{ExtraFields: true, Delay: "1s"},
		{Cut: stage.Body, Bandwidth: 7},
		{Error: "e", Delay: "2s"},
	} {
		direct(t, s, stage.Direction{Do: do, Times: 1})
	}
	cue := s.Cue(all("tv"))
	want := stage.Shape{ExtraFields: true, URLs: "absolute", Timestamps: "number", CutBody: true, Bandwidth: 7}
	if cue.Shape != want || cue.Answer == nil || cue.Delay != 2*time.Second || len(cue.IDs) != 4 {
		t.Errorf("got %+v, want one answer after 2s with all shapes", cue)
	}
	if cue = s.Cue(all("tv")); cue.Shape != (stage.Shape{}) || cue.Answer != nil {
		t.Errorf("second call: got %+v, want nothing", cue)
	}
}

func TestCue_ShapesOfOneKindFollowOneAnother(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	for _, do := range []stage.Do{
		{Truncate: true}, {NotJSON: true}, {Cut: stage.Body}, {URLs: stage.Relative}, {URLs: stage.Absolute},
	} {
		direct(t, s, stage.Direction{Do: do, Times: 1})
	}
	for i, want := range []stage.Shape{{Truncate: true, URLs: "relative"}, {NotJSON: true, URLs: "absolute"}, {CutBody: true}, {}} {
		if got := s.Cue(all("tv")).Shape; got != want {
			t.Errorf("call %d: got %+v, want %+v", i+1, got, want)
		}
	}
}

func TestCue_NothingIsShapedWhereNothingIsAnswered(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	shape := direct(t, s, stage.Direction{Do: stage.Do{Truncate: true}, Times: 1})
	slow := direct(t, s, stage.Direction{Do: stage.Do{Delay: "1s"}, Times: 1})
	cut := direct(t, s, stage.Direction{Do: stage.Do{Cut: stage.Before}, Times: 1})
	if got, want := s.Cue(all("tv")).IDs, []string{slow, cut}; !reflect.DeepEqual(got, want) {
		t.Errorf("first call: shaped by %v, want %v", got, want)
	}
	if got, want := s.Cue(all("tv")).IDs, []string{shape}; !reflect.DeepEqual(got, want) {
		t.Errorf("second call: shaped by %v, want %v", got, want)
	}
}

// TestCue_CompanionsAreNoReason wants what goes along with an effect to leave calls
// alone that cannot undergo the effect.
func TestCue_CompanionsAreNoReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do     stage.Do
		offers stage.Effects
		want   bool
	}{
		"deny, no decisions":  {stage.Do{Deny: "d", ExtraFields: true, Bandwidth: 1, Delay: "1s"}, everything &^ stage.Decisions, false},
		"urls, no link":       {stage.Do{URLs: "absolute", Bandwidth: 1, Delay: "1s"}, everything &^ stage.Links, false},
		"cut, no body":        {stage.Do{Cut: "body", Delay: "1s"}, everything &^ stage.Bodies, true},
		"revoke, no bearer":   {stage.Do{Revoke: true}, everything &^ stage.Bearers, false},
		"expire with bearer":  {stage.Do{Expire: true}, stage.Bearers, true},
		"error with a shape":  {stage.Do{Error: "e", Truncate: true}, stage.Answers, true},
		"jitter goes anyhow":  {stage.Do{Jitter: "1s"}, everything, true},
		"lifetime and a page": {stage.Do{Lifetime: "1s", NotJSON: true}, stage.Bodies, false},
		"numbers, no stamps":  {stage.Do{Timestamps: "number"}, everything &^ stage.Stamps, false},
	} {
		s := stage.New(1)
		direct(t, s, stage.Direction{Do: c.do})
		call := all("tv", "one")
		call.Offers = c.offers
		if got := len(s.Cue(call).IDs) == 1; got != c.want {
			t.Errorf("%s: got acted %v, want %v", name, got, c.want)
		}
	}
}

// course tells on which of n calls a direction acts.
func course(t *testing.T, d stage.Direction, n int, others ...stage.Direction) (acts string, delays []time.Duration) {
	t.Helper()
	s := stage.New(10)
	id := direct(t, s, d)
	for _, o := range others {
		direct(t, s, o)
	}
	for range n {
		cue := s.Cue(all("tv"))
		mark := "-"
		for _, by := range cue.IDs {
			if by == id {
				mark = "x"
			}
		}
		acts += mark
		delays = append(delays, cue.Delay)
	}
	return acts, delays
}

func TestCue_ChanceFollowsFromTheSeed(t *testing.T) {
	t.Parallel()
	d := stage.Direction{Do: stage.Do{Timestamps: stage.AsNumber, Jitter: "10s"}, Probability: 0.3, Seed: 42}
	acts, delays := course(t, d, 200)
	n := 0
	for i := range acts {
		if acts[i] == 'x' {
			n++
			if delays[i] < 0 || delays[i] > 10*time.Second {
				t.Errorf("call %d waits %v, want up to 10s", i+1, delays[i])
			}
		}
	}
	if n < 40 || n > 80 {
		t.Errorf("acted on %d of 200 calls, want about 60", n)
	}
	if again, _ := course(t, d, 200, stage.Direction{Do: stage.Do{Permit: true}, Probability: 0.5, Seed: 42}); again != acts {
		t.Error("another direction has changed the course")
	}
	d.Seed = 43
	if other, _ := course(t, d, 200); other == acts {
		t.Error("another seed gave the same course")
	}
	without := d
	without.Do.Jitter = ""
	if a, b := firstOf(course(t, without, 1)), firstOf(course(t, d, 1)); a != b {
		t.Errorf("jitter has changed the first call from %s to %s", a, b)
	}
}

func firstOf(acts string, _ []time.Duration) string { return acts }

func TestCue_JitterDiffersFromCallToCall(t *testing.T) {
	t.Parallel()
	d := stage.Direction{Do: stage.Do{Delay: "1s", Jitter: "1s"}, Seed: 1}
	_, first := course(t, d, 20)
	_, again := course(t, d, 20)
	seen := map[time.Duration]bool{}
	for i, delay := range first {
		if delay < time.Second || delay > 2*time.Second || delay != again[i] {
			t.Errorf("call %d waits %v and then %v, want the same within 1s to 2s", i+1, delay, again[i])
		}
		seen[delay] = true
	}
	if len(seen) < 15 {
		t.Errorf("only %d different delays in 20 calls", len(seen))
	}
}

// TestCue_ChanceAndCounts wants a call that chance lets pass to count for nth and
// not for times.
func TestCue_ChanceAndCounts(t *testing.T) {
	t.Parallel()
	for nth := 1; nth <= 5; nth++ {
		for times := 1; times <= 5; times++ {
			d := stage.Direction{Match: stage.Match{Nth: nth}, Do: stage.Do{Error: "e"}, Probability: 0.4, Seed: 9}
			free, _ := course(t, d, 100)
			d.Times = times
			acts, _ := course(t, d, 100)
			want, left := "", times
			for _, mark := range free {
				if mark == 'x' && left == 0 {
					mark = '-'
				} else if mark == 'x' {
					left--
				}
				want += string(mark)
			}
			if acts != want || left != 0 || want[:nth-1] != fmt.Sprintf("%.*s", nth-1, "-----") {
				t.Errorf("nth %d times %d: got %s, want %s", nth, times, acts, want)
			}
		}
	}
}
