package reference

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// wireProfiles is the answer of all profile endpoints.
type wireProfiles struct {
	Profiles map[string]struct {
		NotAfter   millis `json:"notAfter"`
		Type       string `json:"type"`
		Attributes map[string]struct {
			Value any    `json:"value"`
			State string `json:"state"`
		} `json:"attributes"`
	} `json:"profiles"`
}

// pick chooses the profile that lives longest, and among equals the first by name, so
// that the choice is the same each time. nil: there is none.
func (w *wireProfiles) pick() *profile {
	var best *profile
	for mvpd, p := range w.Profiles {
		if best != nil && (p.NotAfter.Before(best.NotAfter) || p.NotAfter.Equal(best.NotAfter) && mvpd > best.MVPD) {
			continue
		}
		best = &profile{MVPD: mvpd, Type: p.Type, NotAfter: p.NotAfter.Time, Attributes: map[string]any{}}
		for name, a := range p.Attributes {
			if a.State == "plain" { // what is encrypted needs the Programmer's key
				best.Attributes[name] = a.Value
			}
		}
	}
	return best
}

// current is the profile that is in force, from the store alone.
func (s *Service) current(d *device) *profile {
	_, r := d.look()
	if r.Profile == nil || !s.now().Before(r.Profile.NotAfter) && !s.policy.EternalProfile {
		return nil
	}
	return r.Profile
}

// lookup asks Adobe Pass once whether the device has a profile already: for the MVPD
// of last time, or for any. The answer holds until the next login or logout.
func (s *Service) lookup(ctx context.Context, d *device) (*profile, error) {
	if p := s.current(d); p != nil {
		return p, nil
	}
	d.mu.Lock()
	looked, mvpd := d.looked, d.record.MVPD
	d.mu.Unlock()
	if looked {
		return nil, nil
	}
	path := "/profiles"
	if mvpd != "" && !s.policy.AllProfiles {
		path += "/" + s.segment(mvpd)
	}
	if s.policy.UnknownProbe {
		_ = s.do(ctx, d, call{method: http.MethodGet, path: "/profiles/none"}, nil)
	}
	var answer wireProfiles
	err := s.do(ctx, d, call{method: http.MethodGet, path: path}, &answer)
	if s.inactive(err) {
		return nil, s.forget(d) // the user picks another one
	}
	if err != nil {
		return nil, err
	}
	if len(answer.Profiles) > 1 && s.policy.OneProfile {
		return nil, answer.strange()
	}
	p := answer.pick()
	if p != nil && p.Type != "regular" && s.policy.RegularOnly {
		p = nil
	}
	if p == nil {
		d.mu.Lock()
		d.looked = true
		d.mu.Unlock()
		return nil, nil
	}
	return p, s.keep(d, p)
}

// keep remembers a profile and its MVPD. Permits belong to the profile before.
func (s *Service) keep(d *device, p *profile) error {
	s.forgetPermits(d)
	if p.Type == "degraded" {
		s.borrow(d, p)
	}
	return s.change(d, func(r *record) {
		if s.policy.KeepOldMVPD && r.MVPD != "" {
			p.MVPD = r.MVPD
		}
		r.Profile, r.MVPD = p, p.MVPD
	})
}

// drop forgets the profile, as after a logout or when Adobe Pass says that it is gone.
// The MVPD is remembered: the user may confirm it.
func (s *Service) drop(d *device) error {
	s.forgetPermits(d)
	d.mu.Lock()
	d.looked = false
	d.mu.Unlock()
	return s.change(d, func(r *record) { r.Profile = nil })
}

// forget drops the profile and the MVPD: it is no longer integrated.
func (s *Service) forget(d *device) error {
	if err := s.drop(d); err != nil {
		return err
	}
	return s.change(d, func(r *record) { r.MVPD = "" })
}

// inactive tells whether an error means that the MVPD is no longer integrated.
func (s *Service) inactive(err error) bool {
	e := refusalOf(err)
	return e != nil && e.Code == "invalid_integration" && !s.policy.ClingToMVPD
}

// believeSignedOut forgets the profile and takes it for granted that there is none, as a
// defect does.
func (s *Service) believeSignedOut(d *device) {
	_ = s.drop(d)
	d.mu.Lock()
	d.looked = true
	d.mu.Unlock()
}

func (s *Service) forgetPermits(d *device) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.decision, d.denied = map[string]answered{}, map[string]bool{}
	if !s.policy.Catalogue.Keep {
		d.permits = map[string]time.Time{}
	}
}

// gone tells whether an error means that the user has to sign in again. That a temporary
// access is over says nothing of the profile.
func gone(e *refusal) bool {
	return e.Action == "authentication" && !strings.HasPrefix(e.Code, "temporary_access_")
}

// segment is an MVPD id as a path segment: verbatim, percent-encoded once.
func (s *Service) segment(mvpd string) string { return url.PathEscape(s.spell(mvpd)) }
