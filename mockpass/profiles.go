package mockpass

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// profilesAnswer maps MVPDs to profiles (rest-api-v2-profiles-apis-retrieve-profiles).
type profilesAnswer struct {
	Profiles map[string]profileAnswer `json:"profiles"`
}

type profileAnswer struct {
	NotBefore  int64                      `json:"notBefore"` // milliseconds
	NotAfter   int64                      `json:"notAfter"`
	Issuer     string                     `json:"issuer"`
	Type       string                     `json:"type"`
	Attributes map[string]state.Attribute `json:"attributes"`
}

func (a profilesAnswer) add(p state.Profile) profilesAnswer {
	a.Profiles[p.MVPD] = profileAnswer{
		NotBefore: p.NotBefore.UnixMilli(), NotAfter: p.NotAfter.UnixMilli(),
		Issuer: p.Issuer, Type: p.Type, Attributes: p.Attributes,
	}
	return a
}

// profiles lists the valid profiles of a device (S060, S061).
func (s *Server) profiles(ctx context.Context, c *call) (any, error) {
	d, err := s.deviceOf(ctx, c.holder())
	if err != nil {
		return nil, err
	}
	out := profilesAnswer{map[string]profileAnswer{}}
	for _, p := range d.Profiles {
		if c.now.Before(p.NotAfter) {
			out.add(p)
		}
	}
	return out, nil
}

// profilesByMVPD shows the valid profile of a device for one MVPD (S070, S071).
func (s *Server) profilesByMVPD(ctx context.Context, c *call) (any, error) {
	return s.oneProfile(ctx, c.holder(), c.mvpd, c.now)
}

// profilesByCode shows the profile that a session has led to (S090, S091). Any
// client of the service provider may ask: that is how a second screen works.
func (s *Server) profilesByCode(ctx context.Context, c *call) (any, error) {
	v, err := s.live(c)
	if err != nil {
		return nil, err
	}
	if v.Step != state.Completed {
		return profilesAnswer{map[string]profileAnswer{}}, nil
	}
	return s.oneProfile(ctx, state.DeviceKey(v.Client, v.ServiceProvider, v.Device), v.MVPD, c.now)
}

func (s *Server) oneProfile(ctx context.Context, holder, mvpd string, now time.Time) (any, error) {
	out := profilesAnswer{map[string]profileAnswer{}}
	p, err := s.profileOf(ctx, holder, mvpd, now)
	if errors.Is(err, ErrAuthenticatedProfileMissing) || errors.Is(err, ErrAuthenticatedProfileExpired) {
		return out, nil
	} else if err != nil {
		return nil, err
	}
	return out.add(p), nil
}

// profileOf is the valid profile of a device for an MVPD. One that was is told
// apart from one that never was, or that ended with a logout.
func (s *Server) profileOf(ctx context.Context, holder, mvpd string, now time.Time) (state.Profile, error) {
	d, err := s.deviceOf(ctx, holder)
	if err != nil {
		return state.Profile{}, err
	}
	p, ok := d.Profiles[mvpd]
	switch {
	case !ok:
		return p, ErrAuthenticatedProfileMissing
	case !now.Before(p.NotAfter):
		return p, ErrAuthenticatedProfileExpired
	}
	return p, nil
}

// deviceOf is what is known of a device; nothing is known of a new one.
func (s *Server) deviceOf(ctx context.Context, holder string) (state.Device, error) {
	d, err := s.store.Devices().Load(ctx, holder)
	if errors.Is(err, state.ErrNotFound) {
		return state.Device{}, nil
	}
	return d, err
}

// changeDevice changes what is known of a device, which change may write to.
func (s *Server) changeDevice(ctx context.Context, holder string, now time.Time, change func(*state.Device)) (state.Device, error) {
	return s.store.Devices().Change(ctx, holder, func(d state.Device, _ bool) (state.Device, time.Time, error) {
		d.Profiles = maps.Clone(d.Profiles)
		if d.Profiles == nil {
			d.Profiles = map[string]state.Profile{}
		}
		change(&d)
		keep := now
		for _, p := range d.Profiles {
			if p.NotAfter.After(keep) {
				keep = p.NotAfter
			}
		}
		return d, keep.Add(afterlife), nil
	})
}
