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
		for _, p := range d.Profiles {
			if about(sel.MVPD, p.MVPD) {
				all = append(all, s.tellProfile(key, p))
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
		Attributes: p.Attributes,
	}
	if told.Attributes == nil {
		told.Attributes = map[string]state.Attribute{}
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

// Decisions tells which decisions are remembered and still hold. Errors are those of
// the store.
func (s *Server) Decisions(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Decision], error) {
	picked, err := s.selectProfiles(ctx, sel)
	if err != nil {
		return inventory.List[inventory.Decision]{}, err
	}
	profiles := make(map[string]inventory.Profile, len(picked))
	for _, p := range picked {
		profiles[p.ID] = p
	}
	var all []inventory.Decision
	everything := sel.ServiceProvider+sel.MVPD+sel.Device+sel.Client+sel.Application+sel.Code == ""
	for key, d := range s.store.Decisions().All(ctx) {
		id, resource, _ := state.SplitDecisionKey(key)
		if p, found := profiles[id]; found || everything {
			all = append(all, inventory.Decision{
				Profile: id, Client: p.Client, ServiceProvider: p.ServiceProvider, Device: p.Device, MVPD: p.MVPD,
				Resource: resource, Permit: d.Permit, NotBefore: d.NotBefore, NotAfter: d.NotAfter,
			})
		}
	}
	newest(all, func(d inventory.Decision) (time.Time, string) { return d.NotBefore, d.Profile + "\x00" + d.Resource })
	return inventory.Cut(sel, all), ctx.Err()
}
