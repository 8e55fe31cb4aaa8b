package reference

import "time"

// A degraded profile is like any other with a short life, so the service needs nothing
// to tell it apart. What follows is there for defects alone.

// month is how long a service might think that every profile lives.
const month = 30 * 24 * time.Hour

// borrow notes a degraded profile.
func (s *Service) borrow(d *device, p *profile) {
	if s.policy.LongDegraded {
		p.NotAfter = s.now().Add(month)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.loan = p
}

// lent is the degraded profile of last time, or nil.
func (d *device) lent() *profile {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.loan
}
