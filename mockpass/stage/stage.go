package stage

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A Stage holds the directions that are in force. Its methods may be called
// concurrently.
type Stage struct {
	limit int
	live  atomic.Int64 // len(active), read without the lock: mostly there is nothing to do

	mu     sync.Mutex
	last   uint64
	active []*active // in the order in which they were set
}

// active is a direction and what has become of it.
type active struct {
	Direction
	effects         Effects
	delay, lifetime time.Duration
	chance          *chance
	seen            int           // matching calls
	done            int           // calls that it shaped
	later           time.Duration // jitter of the call that is being looked at
}

// activate makes a checked direction ready to be looked up; its durations can be read.
func activate(d Direction) *active {
	a := &active{Direction: d, effects: d.Do.effects()}
	a.delay, _ = time.ParseDuration(d.Do.Delay)
	a.lifetime, _ = time.ParseDuration(d.Do.Lifetime)
	jitter, _ := time.ParseDuration(d.Do.Jitter)
	a.chance = newChance(d, jitter)
	return a
}

// New gives an empty stage that holds up to limit directions at a time.
func New(limit int) *Stage { return &Stage{limit: limit} }

// Direct puts a direction on the stage and returns the ID that it got. The error
// says what is wrong with the direction, or that the stage is full.
func (s *Stage) Direct(d Direction) (string, error) {
	if err := check(d); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.active) >= s.limit {
		return "", fmt.Errorf("stage: %d directions are in force already; withdraw some, or give them a number of times", s.limit)
	}
	s.last++
	d.ID = "d" + strconv.FormatUint(s.last, 10)
	s.active = append(s.active, activate(d))
	s.live.Store(int64(len(s.active)))
	return d.ID, nil
}

// Empty tells whether no direction is in force. It costs nothing to ask.
func (s *Stage) Empty() bool { return s.live.Load() == 0 }

// Withdraw takes a direction off the stage and tells whether it was there. One
// that has acted as often as it should has left by itself.
func (s *Stage) Withdraw(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove(func(a *active) bool { return a.ID == id })
}

// Directions are those in force, in the order in which they were set.
func (s *Stage) Directions() []Direction {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Direction, len(s.active))
	for i, a := range s.active {
		out[i] = a.Direction
	}
	return out
}

// remove drops the directions that gone picks. The stage is locked.
func (s *Stage) remove(gone func(*active) bool) bool {
	kept := s.active[:0]
	for _, a := range s.active {
		if !gone(a) {
			kept = append(kept, a)
		}
	}
	removed := len(kept) < len(s.active)
	clear(s.active[len(kept):])
	s.active = kept
	s.live.Store(int64(len(kept)))
	return removed
}
