package mockpass

import (
	"context"
	"strings"
	"time"
)

// Throttle is the limit of requests that Adobe Pass grants a streaming device, told
// by the first address of X-Forwarded-For, else by that of the connection: one a
// second and a burst of 10 that is given once (throttling-mechanism). What goes
// beyond is answered 429 with a page of HTML, and counts for nothing.
type Throttle struct {
	Enabled bool `json:"enabled,omitempty" yaml:"enabled,omitempty"`
	// Burst is how many requests beyond one a second a device may make; 0 means 10.
	Burst int `json:"burst,omitempty" yaml:"burst,omitempty"`
	// Refill gives the burst back, one request a second, as the server behind Adobe's
	// page could; the documentation says that the burst is given once.
	Refill bool `json:"refill,omitempty" yaml:"refill,omitempty"`
	// Forwarded counts only requests with X-Forwarded-For. It is for mocks at which
	// many devices and browsers share the address of one test machine.
	Forwarded bool `json:"forwarded,omitempty" yaml:"forwarded,omitempty"`
}

// bucket is what is known of the requests of one address.
type bucket struct {
	first  time.Time // of the first request; seconds are counted from it
	second int64     // the last one in which a request was free
	spent  int       // of the burst
}

// idle is after how much quiet an address is a new one. The documentation does not
// tell; an hour keeps a device from two bursts in one evening.
const idle = time.Hour

// take counts a request and tells whether it may pass.
func (b bucket) take(now time.Time, t Throttle) (bucket, bool) {
	if b.first.IsZero() {
		return bucket{first: now}, true
	}
	second := int64(now.Sub(b.first) / time.Second)
	if second > b.second {
		if t.Refill {
			b.spent = max(0, b.spent-int(min(second-b.second-1, 1<<20)))
		}
		b.second = second
		return b, true
	}
	if b.spent < t.Burst {
		b.spent++
		return b, true
	}
	return b, false
}

// throttle refuses what goes over the budget of its address (S205).
func (s *Server) throttle(ctx context.Context, c *call) error {
	t := c.settings.Throttle
	if !t.Enabled {
		return nil
	}
	path := c.request.URL.Path
	address := c.address
	if address == "" && !t.Forwarded {
		address = c.peer()
	}
	if address == "" || !strings.HasPrefix(path, "/api/v2/") && !strings.HasPrefix(path, "/o/client/") {
		return nil
	}
	if t.Burst == 0 {
		t.Burst = 10
	}
	passes := false
	_, err := s.buckets.Change(ctx, address, func(b bucket, _ bool) (bucket, time.Time, error) {
		b, passes = b.take(c.now, t)
		return b, c.now.Add(idle), nil
	})
	if err != nil {
		return err
	}
	if !passes {
		return errThrottled
	}
	return nil
}
