package defects

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// seat waits until a certification may begin; the returned function ends it. A
// certification starts dozens of processes, so no two begin in the same moment.
func seat() (leave func()) {
	hall().enter()
	<-turns()
	return hall().leave
}

var (
	hall  = sync.OnceValue(func() *seats { return &seats{free: *parallel} })
	turns = sync.OnceValue(func() <-chan time.Time { return time.Tick(3 * time.Second) })
)

// seats are given to those who wait in any order: certifications of one kind, which take as
// much of the machine each, would come one after another.
type seats struct {
	mu      sync.Mutex
	free    int
	waiting []chan struct{}
}

func (s *seats) enter() {
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return
	}
	called := make(chan struct{})
	s.waiting = append(s.waiting, called)
	s.mu.Unlock()
	<-called
}

func (s *seats) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.free++
		return
	}
	i, last := rand.IntN(len(s.waiting)), len(s.waiting)-1
	close(s.waiting[i])
	s.waiting[i] = s.waiting[last]
	s.waiting = s.waiting[:last]
}

func TestSeats(t *testing.T) {
	t.Parallel()
	s := &seats{free: 2}
	var mu sync.Mutex
	var all sync.WaitGroup
	sitting, most := 0, 0
	for range 50 {
		all.Go(func() {
			s.enter()
			defer s.leave()
			mu.Lock()
			sitting++
			most = max(most, sitting)
			mu.Unlock()
			mu.Lock()
			sitting--
			mu.Unlock()
		})
	}
	all.Wait()
	if most > 2 || s.free != 2 || len(s.waiting) != 0 {
		t.Errorf("%d sat at once on 2 seats, %d are free, %d wait", most, s.free, len(s.waiting))
	}
}
