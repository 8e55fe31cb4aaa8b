package mockpass

import (
	"context"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// Decisions tells which decisions are remembered and still hold. Those of a profile
// that was replaced or ended since are told when nothing is selected. Errors are
// those of the store.
func (s *Server) Decisions(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Decision], error) {
	owners, err := s.owners(ctx, sel)
	if err != nil {
		return inventory.List[inventory.Decision]{}, err
	}
	var all []inventory.Decision
	for key, d := range s.store.Decisions().All(ctx) {
		id, resource, _ := state.SplitDecisionKey(key)
		told, picked := owners.of(ctx, id)
		if picked {
			told.Profile, told.Resource = id, resource
			told.Permit, told.Code, told.NotBefore, told.NotAfter = d.Permit, d.Code, d.NotBefore, d.NotAfter
			all = append(all, told)
		}
	}
	newest(all, func(d inventory.Decision) (time.Time, string) { return d.NotBefore, d.Profile + "\x00" + d.Resource })
	return inventory.Cut(sel, all), ctx.Err()
}

// owners knows whose profiles a selection picks.
type owners struct {
	s        *Server
	sel      inventory.Selection
	known    census
	profiles map[string]inventory.Profile // picked, by ID
	shared   map[string]string            // MVPDs of all shared profiles, by the ID of the profile that was shared
}

func (s *Server) owners(ctx context.Context, sel inventory.Selection) (*owners, error) {
	picked, err := s.selectProfiles(ctx, sel)
	if err != nil {
		return nil, err
	}
	o := &owners{s: s, sel: sel, profiles: make(map[string]inventory.Profile, len(picked)), shared: map[string]string{}}
	for _, p := range picked {
		o.profiles[p.ID] = p
	}
	if o.known, err = s.named(ctx, sel); err != nil {
		return nil, err
	}
	for _, i := range s.store.Identities().All(ctx) {
		for mvpd, shared := range i.Profiles {
			o.shared[shared.Profile.ID] = mvpd
		}
	}
	return o, ctx.Err()
}

// of tells whom a profile belongs to, in a decision that has nothing else yet, and
// whether the selection picks it.
func (o *owners) of(ctx context.Context, profile string) (inventory.Decision, bool) {
	id, holder, shared := state.SplitSharedProfileID(profile)
	if !shared {
		p, found := o.profiles[id]
		return inventory.Decision{Client: p.Client, ServiceProvider: p.ServiceProvider, Device: p.Device, MVPD: p.MVPD}, found || o.sel.All()
	}
	client, serviceProvider, device, _ := state.SplitDeviceKey(holder)
	d := inventory.Decision{Client: client, ServiceProvider: serviceProvider, Device: device, MVPD: o.shared[id]}
	return d, o.sel.Code == "" && about(o.sel.MVPD, d.MVPD) && o.s.ofDevice(ctx, o.sel, o.known, client, serviceProvider, device)
}
