package mockpass

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// profilesAnswer maps MVPDs to profiles (rest-api-v2-profiles-apis-retrieve-profiles).
type profilesAnswer struct {
	Profiles map[string]profileAnswer `json:"profiles"`
	created  bool
}

func (a profilesAnswer) status() int {
	if a.created {
		return http.StatusCreated
	}
	return http.StatusOK
}

type profileAnswer struct {
	NotBefore  int64                      `json:"notBefore"` // milliseconds
	NotAfter   int64                      `json:"notAfter"`
	Issuer     string                     `json:"issuer"`
	Type       string                     `json:"type"`
	Attributes map[string]attributeAnswer `json:"attributes"`
}

// show answers with profiles.
func (s *Server) show(c *call, profiles ...state.Profile) (profilesAnswer, error) {
	out := profilesAnswer{Profiles: map[string]profileAnswer{}}
	for _, p := range profiles {
		attributes, err := c.attributes(p)
		if err != nil {
			return out, err
		}
		out.Profiles[p.MVPD] = profileAnswer{
			NotBefore: p.NotBefore.UnixMilli(), NotAfter: p.NotAfter.UnixMilli(),
			Issuer: p.Issuer, Type: p.Type, Attributes: attributes,
		}
	}
	return out, nil
}

// profiles lists the valid profiles of a device, its own and those of single sign-on.
// Degradation and temporary access have none to list (S060 to S066).
func (s *Server) profiles(ctx context.Context, c *call) (any, error) {
	var list []state.Profile
	for _, mvpd := range c.provider.order {
		if !s.switched.active(c.provider.ID, c.provider.integrations[mvpd]) {
			continue
		}
		p, err := s.profileFor(ctx, c, mvpd)
		if noProfile(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return s.show(c, list...)
}

// profilesByMVPD shows the valid profile of a device for one MVPD (S070 to S084).
func (s *Server) profilesByMVPD(ctx context.Context, c *call) (any, error) {
	if a, err := s.outOfTheOrdinary(ctx, c, c.mvpd); a != nil || err != nil {
		return a, err
	}
	p, err := s.profileFor(ctx, c, c.mvpd)
	if noProfile(err) {
		return s.show(c)
	} else if err != nil {
		return nil, err
	}
	return s.show(c, p)
}

// outOfTheOrdinary is the profile that degradation or temporary access gives for an
// MVPD, or nil.
func (s *Server) outOfTheOrdinary(ctx context.Context, c *call, mvpd string) (any, error) {
	if s.degradation(c, mvpd, AuthNAll) != nil {
		return s.show(c, s.degradedProfile(c, mvpd))
	}
	if t := c.tempPass(mvpd); t != nil {
		return s.temporaryProfile(ctx, c, t)
	}
	return nil, nil
}

// profilesByCode shows the profile that a session has led to (S090 to S102). Any
// client of the service provider may ask: that is how a second screen works.
func (s *Server) profilesByCode(ctx context.Context, c *call) (any, error) {
	v, err := s.live(c)
	if err != nil {
		return nil, err
	}
	if v.MVPD == "" {
		return s.show(c)
	}
	c.mvpd, c.device = v.MVPD, v.Device
	if err := s.integrate(c, v.MVPD); err != nil {
		return nil, err // the MVPD was taken away meanwhile
	}
	if a, err := s.outOfTheOrdinary(ctx, c, v.MVPD); a != nil || err != nil {
		return a, err
	}
	if v.Step != state.Completed {
		return s.show(c)
	}
	p, err := s.profileOf(ctx, state.DeviceKey(v.Client, v.ServiceProvider, v.Device), v.MVPD, c.now)
	if noProfile(err) {
		return s.show(c)
	} else if err != nil {
		return nil, err
	}
	return s.show(c, p)
}

// noProfile tells whether an error says that there is no valid profile.
func noProfile(err error) bool {
	return errors.Is(err, ErrAuthenticatedProfileMissing) || errors.Is(err, ErrAuthenticatedProfileExpired) ||
		errors.Is(err, ErrAuthenticatedProfileInvalidated)
}

// profileFor is the valid profile that lets the call's device in at an MVPD: its own,
// else one shared by an identity that the call brings along, else one that a partner's
// framework has given it. The error is that of its own.
func (s *Server) profileFor(ctx context.Context, c *call, mvpd string) (state.Profile, error) {
	own, refusal := s.profileOf(ctx, c.holder(), mvpd, c.now)
	if !noProfile(refusal) {
		return own, refusal
	}
	if p, found, err := s.sharedProfile(ctx, c, mvpd); found || err != nil {
		return p, err
	}
	p, err := s.partnerProfileOf(ctx, c, mvpd)
	if errors.Is(err, ErrAuthenticatedProfileMissing) {
		return own, refusal
	}
	return p, err
}

// profileOf is the valid profile of a device for an MVPD. One that was is told
// apart from one that never was, or that ended with a logout.
func (s *Server) profileOf(ctx context.Context, holder, mvpd string, now time.Time) (state.Profile, error) {
	d, err := s.deviceOf(ctx, holder)
	if err != nil {
		return state.Profile{}, err
	}
	return valid(d.Profiles, mvpd, now)
}

// valid is the profile for an MVPD among those of a device, if it still lets the
// device in; else the error tells why not.
func valid(profiles map[string]state.Profile, mvpd string, now time.Time) (state.Profile, error) {
	p, ok := profiles[mvpd]
	switch {
	case !ok:
		return p, ErrAuthenticatedProfileMissing
	case p.Invalidated:
		return p, ErrAuthenticatedProfileInvalidated
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
		d.Partner = maps.Clone(d.Partner)
		if d.Partner == nil {
			d.Partner = map[string]state.Profile{}
		}
		change(&d)
		keep := now
		for _, list := range []map[string]state.Profile{d.Profiles, d.Partner} {
			for _, p := range list {
				if p.NotAfter.After(keep) {
					keep = p.NotAfter
				}
			}
		}
		return d, keep.Add(afterlife), nil
	})
}
