package mockpass

import (
	"fmt"
	"sync"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
)

// mostAdvance is how far the mock's time can run ahead: 100 years.
const mostAdvance = 100 * 365 * 24 * time.Hour

// movableClock is a clock that can be ahead of another one, and never goes back.
type movableClock struct {
	base Clock

	mu    sync.RWMutex
	ahead time.Duration
}

// Now implements [Clock].
func (c *movableClock) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock() // held until base was read: who has seen the new time never sees an older one
	return c.base.Now().Add(c.ahead)
}

// Now is what time it is for the mock: that of its clock, and what [Server.Advance]
// has added.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Ahead is how far the mock's time runs ahead of its clock: the sum of what
// [Server.Advance] was told.
func (s *Server) Ahead() time.Duration {
	s.clock.mu.RLock()
	defer s.clock.mu.RUnlock()
	return s.clock.ahead
}

// Advance lets time pass at once, and returns what time it is then. All that depends
// on time follows: lifetimes, throttle, timestamps of answers and of the journal.
// Delays of directions are waited for in real time. A store that came from
// [WithStore] has a clock of its own and keeps its rows by that. The error is an
// *inventory.Error: time moves forward only, and not by more than 100 years in all.
func (s *Server) Advance(by time.Duration) (time.Time, error) {
	c := s.clock
	c.mu.Lock()
	if by < 0 || by > mostAdvance-c.ahead {
		ahead := c.ahead
		c.mu.Unlock()
		return s.Now(), &inventory.Error{
			Reason: inventory.Invalid, Field: "by",
			Message: fmt.Sprintf("time cannot be moved by %v", by),
			Remedy:  fmt.Sprintf("it moves forward only, by %v more at most", mostAdvance-ahead),
		}
	}
	c.ahead += by
	c.mu.Unlock()
	return s.Now(), nil
}
