package stage_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/stage"
)

const everything = stage.Answers | stage.Bearers | stage.Decisions | stage.Lifetimes | stage.Bodies | stage.Stamps | stage.Links | stage.Wires | stage.Delays

// all is a call that can undergo anything.
func all(device string, resources ...string) stage.Call {
	return stage.Call{
		Operation: "authorize", ServiceProvider: "REF30", MVPD: "M", Devices: []string{device, ""}, Code: "C",
		Resources: resources, Offers: everything,
	}
}

func direct(t *testing.T, s *stage.Stage, d stage.Direction) string {
	t.Helper()
	id, err := s.Direct(d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestCue_Counts wants a direction from the nth call on, for so many times.
func TestCue_Counts(t *testing.T) {
	t.Parallel()
	for nth := range 6 {
		for times := range 6 {
			t.Run(fmt.Sprintf("nth %d times %d", nth, times), func(t *testing.T) {
				t.Parallel()
				s := stage.New(10)
				direct(t, s, stage.Direction{Match: stage.Match{Nth: nth}, Do: stage.Do{Error: "e"}, Times: times})
				for call := 1; call <= 12; call++ {
					first := max(nth, 1)
					want := call >= first && (times == 0 || call < first+times)
					if got := s.Cue(all("tv")).Answer != nil; got != want {
						t.Errorf("call %d: got acted %v, want %v", call, got, want)
					}
				}
				if left := len(s.Directions()); (left == 0) != (times > 0) {
					t.Errorf("%d directions are left", left)
				}
			})
		}
	}
}

func TestCue_FollowsOneAfterAnother(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	for _, e := range []string{"a", "b", "c"} {
		direct(t, s, stage.Direction{Do: stage.Do{Error: e}, Times: 2})
	}
	var got string
	for range 7 {
		if do := s.Cue(all("tv")).Answer; do != nil {
			got += do.Error
		} else {
			got += "-"
		}
	}
	if got != "aabbcc-" {
		t.Errorf("got %s, want aabbcc-", got)
	}
}

func TestCue_MatchesEveryFieldThatIsSet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		match stage.Match
		want  bool
	}{
		"nothing":          {stage.Match{}, true},
		"operation":        {stage.Match{Operations: []string{"x", "authorize"}}, true},
		"other operation":  {stage.Match{Operations: []string{"x"}}, false},
		"provider":         {stage.Match{ServiceProviders: []string{"REF30"}}, true},
		"other provider":   {stage.Match{ServiceProviders: []string{"ref30"}}, false},
		"mvpd":             {stage.Match{MVPDs: []string{"M"}}, true},
		"other mvpd":       {stage.Match{MVPDs: []string{"N"}}, false},
		"device":           {stage.Match{Devices: []string{"other", "tv"}}, true},
		"other device":     {stage.Match{Devices: []string{"other"}}, false},
		"no name":          {stage.Match{Devices: []string{""}}, false},
		"code":             {stage.Match{Codes: []string{"C"}}, true},
		"other code":       {stage.Match{Codes: []string{"D"}}, false},
		"resource":         {stage.Match{Resources: []string{"two"}}, true},
		"other resource":   {stage.Match{Resources: []string{"three"}}, false},
		"one of two fails": {stage.Match{Devices: []string{"tv"}, Codes: []string{"D"}}, false},
	} {
		s := stage.New(1)
		direct(t, s, stage.Direction{Match: c.match, Do: stage.Do{Status: 500}})
		if got := s.Cue(all("tv", "one", "two")).Answer != nil; got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestCue_VerdictsAreForTheirResources(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	a := direct(t, s, stage.Direction{Match: stage.Match{Resources: []string{"one"}}, Do: stage.Do{Deny: "d1"}})
	b := direct(t, s, stage.Direction{Match: stage.Match{Resources: []string{"one", "two"}}, Do: stage.Do{Permit: true, Delay: "1s"}})
	direct(t, s, stage.Direction{Match: stage.Match{Resources: []string{"two"}}, Do: stage.Do{Deny: "late"}})
	cue := s.Cue(all("tv", "one", "two", "three"))
	if v := cue.Verdict("one"); v == nil || v.Deny != "d1" {
		t.Errorf("one: got %+v, want the one set first", v)
	}
	if v := cue.Verdict("two"); v == nil || !v.Permit {
		t.Errorf("two: got %+v, want permit", v)
	}
	if v := cue.Verdict("three"); v != nil {
		t.Errorf("three: got %+v, want nothing", v)
	}
	if want := []string{a, b}; !reflect.DeepEqual(cue.IDs, want) {
		t.Errorf("shaped by %v, want %v", cue.IDs, want)
	}
	if cue.Delay != time.Second {
		t.Errorf("delay %v, want 1s", cue.Delay)
	}
}

func TestCue_AnAnswerLeavesNothingElseToDo(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	direct(t, s, stage.Direction{Do: stage.Do{Deny: "d"}, Times: 1})
	slow := direct(t, s, stage.Direction{Do: stage.Do{Delay: "2s"}, Times: 1})
	answer := direct(t, s, stage.Direction{Do: stage.Do{Revoke: true}, Times: 1})
	cue := s.Cue(all("tv", "one"))
	if want := []string{slow, answer}; !reflect.DeepEqual(cue.IDs, want) || cue.Delay != 2*time.Second {
		t.Errorf("first call: shaped by %v after %v, want %v after 2s", cue.IDs, cue.Delay, want)
	}
	if cue = s.Cue(all("tv", "one")); cue.Answer != nil || cue.Verdict("one") == nil {
		t.Error("second call: the verdict was used up by the first")
	}
	if cue = s.Cue(all("tv", "one")); len(cue.IDs) != 0 {
		t.Errorf("third call: shaped by %v, want nothing", cue.IDs)
	}
}

func TestCue_OnlyWhatACallOffers(t *testing.T) {
	t.Parallel()
	s := stage.New(10)
	direct(t, s, stage.Direction{Do: stage.Do{Deny: "d", Delay: "1s"}, Times: 1})
	direct(t, s, stage.Direction{Do: stage.Do{Lifetime: "9s"}, Times: 1})
	direct(t, s, stage.Direction{Do: stage.Do{Error: "unknown here"}, Times: 1})
	call := all("tv")
	call.Offers = stage.Answers | stage.Delays
	call.Knows = func(code string) bool { return code != "unknown here" }
	if cue := s.Cue(call); len(cue.IDs) != 0 {
		t.Errorf("shaped by %v, want nothing", cue.IDs)
	}
	call.Offers |= stage.Lifetimes
	if cue := s.Cue(call); cue.Lifetime != 9*time.Second {
		t.Errorf("lifetime %v, want 9s", cue.Lifetime)
	}
}

func TestDirect_Bounded(t *testing.T) {
	t.Parallel()
	s := stage.New(2)
	d := stage.Direction{Do: stage.Do{Permit: true}}
	first := direct(t, s, d)
	direct(t, s, d)
	if _, err := s.Direct(d); err == nil {
		t.Error("a third direction was taken by a stage for two")
	}
	if !s.Withdraw(first) || s.Withdraw(first) {
		t.Error("want a direction to be withdrawn once")
	}
	direct(t, s, d)
}

// TestCue_Concurrent wants each direction to act exactly as often as it should,
// for its own device, whatever happens at the same time.
func TestCue_Concurrent(t *testing.T) {
	t.Parallel()
	s := stage.New(1000)
	var group sync.WaitGroup
	for i := range 50 {
		device := fmt.Sprint("tv", i)
		direct(t, s, stage.Direction{Match: stage.Match{Devices: []string{device}}, Do: stage.Do{Error: device}, Times: i % 5})
		group.Go(func() {
			acted := 0
			for range 10 {
				if do := s.Cue(all(device)).Answer; do != nil {
					acted++
					if do.Error != device {
						t.Errorf("%s got the error of %s", device, do.Error)
					}
				}
			}
			if want := i % 5; want != 0 && acted != want || want == 0 && acted != 10 {
				t.Errorf("%s: acted %d times, want %d (0: always)", device, acted, want)
			}
		})
	}
	group.Wait()
}
