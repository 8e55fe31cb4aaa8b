package mockpass

import (
	"context"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// ExpireProfile lets a profile end now, as though its lifetime were over: decisions
// get authenticated_profile_expired. id is the mock's own, as [Server.Profiles] tells
// it. The error is an *inventory.Error when no device has that profile any more.
func (s *Server) ExpireProfile(ctx context.Context, id string) (inventory.Profile, error) {
	now := s.clock.Now()
	return s.changeProfile(ctx, id, func(p *state.Profile) {
		if p.NotAfter.After(now) {
			p.NotAfter = now
		}
	})
}

// InvalidateProfile withdraws a profile before its time, as an MVPD can: decisions get
// authenticated_profile_invalidated until the viewer signs in again. Errors are those
// of [Server.ExpireProfile].
func (s *Server) InvalidateProfile(ctx context.Context, id string) (inventory.Profile, error) {
	return s.changeProfile(ctx, id, func(p *state.Profile) { p.Invalidated = true })
}

// changeProfile finds a profile and replaces it wherever it is remembered: with the
// device that got it, unless another has taken its place meanwhile, and with the
// identities that share it.
func (s *Server) changeProfile(ctx context.Context, id string, change func(*state.Profile)) (inventory.Profile, error) {
	now := s.clock.Now()
	told, found, err := s.changeOwnProfile(ctx, id, now, change)
	if err != nil {
		return told, err
	}
	for key, i := range s.store.Identities().All(ctx) {
		for mvpd, shared := range i.Profiles {
			if shared.Profile.ID != id {
				continue
			}
			err := s.changeIdentity(ctx, key, now, func(i *state.Identity) {
				if shared := i.Profiles[mvpd]; shared.Profile.ID == id {
					change(&shared.Profile)
					i.Profiles[mvpd] = shared
				}
			})
			if err != nil {
				return told, err
			}
		}
	}
	switch {
	case ctx.Err() != nil:
		return told, ctx.Err()
	case !found:
		return told, unknown("id", "no device has the profile %q", id)
	}
	return told, nil
}

func (s *Server) changeOwnProfile(ctx context.Context, id string, now time.Time, change func(*state.Profile)) (told inventory.Profile, found bool, err error) {
	for key, d := range s.store.Devices().All(ctx) {
		if !holds(d, id) {
			continue
		}
		_, err := s.changeDevice(ctx, key, now, func(d *state.Device) {
			found = false // the store may call again
			for _, list := range []map[string]state.Profile{d.Profiles, d.Partner} {
				for mvpd, p := range list {
					if p.ID == id {
						change(&p)
						list[mvpd] = p
						told, found = s.tellProfile(key, p), true
					}
				}
			}
		})
		if err != nil || found {
			return told, found, err
		}
	}
	return told, false, nil
}

// holds tells whether a device has a profile of that ID.
func holds(d state.Device, id string) bool {
	for _, list := range []map[string]state.Profile{d.Profiles, d.Partner} {
		for _, p := range list {
			if p.ID == id {
				return true
			}
		}
	}
	return false
}

// ExpireSession lets an authentication session and its code end now. The error is an
// *inventory.Error when there is no session of that code.
func (s *Server) ExpireSession(ctx context.Context, code string) error {
	now := s.clock.Now()
	_, err := s.store.Sessions().Change(ctx, code, func(v state.Session, found bool) (state.Session, time.Time, error) {
		if !found {
			return v, time.Time{}, unknown("code", "there is no session with the code %q", code)
		}
		if v.NotAfter.After(now) {
			v.NotAfter = now
		}
		return v, v.NotAfter.Add(afterlife), nil
	})
	return err
}
