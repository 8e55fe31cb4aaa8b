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

// changeProfile finds a profile and replaces it, unless another has taken its place
// meanwhile.
func (s *Server) changeProfile(ctx context.Context, id string, change func(*state.Profile)) (inventory.Profile, error) {
	for key, d := range s.store.Devices().All(ctx) {
		for mvpd, p := range d.Profiles {
			if p.ID != id {
				continue
			}
			var changed *state.Profile
			_, err := s.changeDevice(ctx, key, s.clock.Now(), func(d *state.Device) {
				changed = nil // the store may call again
				if p := d.Profiles[mvpd]; p.ID == id {
					change(&p)
					d.Profiles[mvpd], changed = p, &p
				}
			})
			if err != nil || changed != nil {
				return s.told(key, changed), err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return inventory.Profile{}, err
	}
	return inventory.Profile{}, unknown("id", "no device has the profile %q", id)
}

func (s *Server) told(holder string, p *state.Profile) inventory.Profile {
	if p == nil {
		return inventory.Profile{}
	}
	return s.tellProfile(holder, *p)
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
