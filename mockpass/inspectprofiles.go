package mockpass

import (
	"context"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// Profiles tells which profiles devices have, those included that are not valid any
// more but are remembered. Errors are those of the store.
func (s *Server) Profiles(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Profile], error) {
	all, err := s.selectProfiles(ctx, sel)
	newest(all, func(p inventory.Profile) (time.Time, string) { return p.NotBefore, p.ID })
	return inventory.Cut(sel, all), err
}

// selectProfiles are all profiles that a selection picks, whatever its limit.
func (s *Server) selectProfiles(ctx context.Context, sel inventory.Selection) ([]inventory.Profile, error) {
	known, err := s.named(ctx, sel)
	if err != nil {
		return nil, err
	}
	var all []inventory.Profile
	for key, d := range s.store.Devices().All(ctx) {
		client, serviceProvider, device, _ := state.SplitDeviceKey(key)
		if !about(sel.Code, d.Code) || !s.ofDevice(ctx, sel, known, client, serviceProvider, device) {
			continue
		}
		for _, list := range []map[string]state.Profile{d.Profiles, d.Partner} {
			for _, p := range list {
				if about(sel.MVPD, p.MVPD) {
					all = append(all, s.tellProfile(key, p))
				}
			}
		}
	}
	return all, ctx.Err()
}

func (s *Server) tellProfile(holder string, p state.Profile) inventory.Profile {
	client, serviceProvider, device, _ := state.SplitDeviceKey(holder)
	told := inventory.Profile{
		ID: p.ID, Client: client, ServiceProvider: serviceProvider, Device: device, MVPD: p.MVPD, Account: p.Account,
		Type: p.Type, Issuer: p.Issuer, Status: validity(p, s.clock.Now()), NotBefore: p.NotBefore, NotAfter: p.NotAfter,
		Attributes: map[string]any{},
	}
	for name, a := range p.Attributes {
		told.Attributes[name] = a.Value
	}
	return told
}

// validity tells whether a profile is of use.
func validity(p state.Profile, now time.Time) inventory.Status {
	switch {
	case p.Invalidated:
		return inventory.Invalidated
	case !now.Before(p.NotAfter):
		return inventory.Expired
	}
	return inventory.Valid
}
