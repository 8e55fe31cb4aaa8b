package reference

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A provider is an MVPD that the user can pick.
type provider struct {
	ID         string `json:"id"`
	Name       string `json:"displayName"`
	Logo       string `json:"logoUrl"`
	IsTempPass bool   `json:"isTempPass"`

	// What the platform has of partner single sign-on.
	PlatformID string `json:"platformMappingId"`
	Boarding   string `json:"boardingStatus"`
	Enabled    bool   `json:"enablePlatformServices"`
}

// list is the configuration of one platform, shared by all devices of that platform.
type list struct {
	mu        sync.Mutex // also: one fetch at a time
	until     time.Time
	providers []provider
}

// providers returns the MVPDs for the picker. It is the only place that asks for the
// configuration: who is signed in, or only confirms the MVPD of last time, needs none.
func (s *Service) providers(ctx context.Context, d *device) ([]provider, error) {
	if len(s.policy.OwnList) > 0 {
		return s.ownList(), nil
	}
	l := s.listFor(d)
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.now().Before(l.until) {
		return l.providers, nil
	}
	var answer struct {
		Requestor struct {
			MVPDs []provider `json:"mvpds"`
		} `json:"requestor"`
	}
	if err := s.do(ctx, d, call{method: http.MethodGet, path: "/configuration"}, &answer); err != nil {
		return nil, err
	}
	l.providers = l.providers[:0:0]
	for _, p := range answer.Requestor.MVPDs {
		if !p.IsTempPass || s.policy.ListTempPass { // free previews are no provider that a user picks
			l.providers = append(l.providers, p)
		}
	}
	l.until = s.now().Add(s.policy.ConfigurationTTL)
	return l.providers, nil
}

// listFor finds or makes the list of the device's platform.
func (s *Service) listFor(d *device) *list {
	f, _ := d.look()
	key := f.platform()
	switch {
	case s.policy.OneList:
		key = ""
	case s.policy.ListPerDevice:
		key = f.ID
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lists[key]
	if l == nil {
		l = &list{}
		s.lists[key] = l
	}
	return l
}

func (s *Service) ownList() []provider {
	var out []provider
	for _, id := range s.policy.OwnList {
		out = append(out, provider{ID: id, Name: id})
	}
	return out
}

// picked remembers what the user saw of the MVPD, so that it can be shown again without
// a list. A name that no list has been fetched for is shown when it is.
func (s *Service) picked(d *device, mvpd string) error {
	l := s.listFor(d)
	l.mu.Lock()
	i := slices.IndexFunc(l.providers, func(p provider) bool { return p.ID == mvpd })
	if i < 0 {
		l.mu.Unlock()
		return nil
	}
	p := l.providers[i]
	l.mu.Unlock()
	return s.change(d, func(r *record) { r.Picked = &p })
}
