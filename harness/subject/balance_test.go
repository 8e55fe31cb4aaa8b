package subject

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

func replicated(t *testing.T, plays string) Subject {
	t.Helper()
	f := file(plays)
	f.Subject.Replicas = 2
	s, err := New(f, Environment{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestBalance_TakesTurnsAndSharesState(t *testing.T) {
	t.Parallel()
	s := replicated(t, "service")
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	state := s.(*balanced).members[0].(*command).start.StateDir
	seen := map[string]int{}
	for range 4 {
		seen[fetch(t, s.Address()+"/self")]++
	}
	if len(seen) != 2 {
		t.Errorf("calls went to %v, not to two in turns", seen)
	}
	for who, n := range seen {
		if n != 2 {
			t.Errorf("%s got %d of 4 calls", who, n)
		}
	}
	if err := s.Restart(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := fetch(t, s.Address()+"/starts"); len(got) < 3 {
		t.Errorf("the state folder saw starts %q of two replicas that were started twice", got)
	}
	select {
	case <-s.Ended():
		t.Errorf("a wanted end was told as unwanted: %s", s.Outcome())
	default:
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(state); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the state folder is still there: %v", err)
	}
}

func TestBalance_OneThatEndsIsTold(t *testing.T) {
	t.Parallel()
	s := replicated(t, "service")
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.(*balanced).members[1].(*command).process.cmd.Process.Kill() }()
	<-s.Ended()
	if !strings.Contains(s.Outcome(), "replica 2 of 2: the service ended by itself") {
		t.Errorf("outcome %q", s.Outcome())
	}
	for range 3 { // the other one answers
		if got := fetch(t, s.Address()+"/starts"); got == "" {
			t.Error("no answer")
		}
	}
}

func TestBalance_StartErrorNamesTheReplica(t *testing.T) {
	t.Parallel()
	err := replicated(t, "broken").Start(context.Background())
	var start *StartError
	if !errors.As(err, &start) || !strings.Contains(err.Error(), "replica 1 of 2: the service ended while it was starting") {
		t.Errorf("error %v", err)
	}
}
