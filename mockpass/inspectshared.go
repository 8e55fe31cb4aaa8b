package mockpass

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// Trials tells who uses which TempPass, or has used it up. A selection by device picks
// those that the device has, whichever client speaks for it. Errors are those of the
// store.
func (s *Server) Trials(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Trial], error) {
	known, err := s.named(ctx, sel)
	if err != nil {
		return inventory.List[inventory.Trial]{}, err
	}
	_, own, _ := known.split(sel.Device)
	found := map[string]*inventory.Trial{}
	for key, t := range s.store.Trials().All(ctx) {
		serviceProvider, mvpd, kind, name, _ := state.SplitTrialKey(key)
		told := found[t.ID]
		if told == nil {
			told = &inventory.Trial{ID: t.ID, ServiceProvider: serviceProvider, MVPD: mvpd, Devices: []string{}, Identities: []string{}, Resources: []string{}}
			found[t.ID] = told
		}
		switch kind {
		case "device":
			told.Devices = append(told.Devices, name)
		case "identity":
			told.Identities = append(told.Identities, name)
		case "trial":
			told.Resources, told.Start, told.NotAfter = texts(t.Resources), t.Start, t.NotAfter
		}
	}
	now := s.clock.Now()
	var all []inventory.Trial
	for _, t := range found {
		slices.Sort(t.Devices)
		slices.Sort(t.Identities)
		if t.Start.IsZero() {
			continue // it is just beginning
		}
		t.Status = inventory.Valid
		if !now.Before(t.NotAfter) {
			t.Status = inventory.Expired
		}
		if about(sel.ServiceProvider, t.ServiceProvider) && about(sel.MVPD, t.MVPD) && sel.Client+sel.Application+sel.Code == "" &&
			(sel.Device == "" || slices.ContainsFunc(t.Devices, func(name string) bool { return own[name] })) {
			all = append(all, *t)
		}
	}
	newest(all, func(t inventory.Trial) (time.Time, string) { return t.Start, t.ID })
	return inventory.Cut(sel, all), ctx.Err()
}

// Identities tells which identities single sign-on knows, one item for each MVPD that
// an identity has a profile for. A selection by device picks those that the device has
// signed in for. Errors are those of the store.
func (s *Server) Identities(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Identity], error) {
	known, err := s.named(ctx, sel)
	if err != nil {
		return inventory.List[inventory.Identity]{}, err
	}
	now := s.clock.Now()
	anybody := sel.ServiceProvider+sel.Device+sel.Client+sel.Application == ""
	var all []inventory.Identity
	for key, i := range s.store.Identities().All(ctx) {
		kind, issuer, subject, _ := state.SplitIdentityKey(key)
		for mvpd, shared := range i.Profiles {
			told := inventory.Identity{
				Type: kind, Issuer: issuer, Subject: subject, MVPD: mvpd, Profile: shared.Profile.ID, Account: shared.Profile.Account,
				Status: validity(shared.Profile, now), Devices: []string{}, NotBefore: shared.Profile.NotBefore, NotAfter: shared.Profile.NotAfter,
			}
			picked := anybody
			for _, holder := range shared.Holders {
				client, serviceProvider, device, _ := state.SplitDeviceKey(holder)
				told.Devices = append(told.Devices, device)
				picked = picked || s.ofDevice(ctx, sel, known, client, serviceProvider, device)
			}
			if picked && about(sel.MVPD, mvpd) && sel.Code == "" {
				all = append(all, told)
			}
		}
	}
	newest(all, func(i inventory.Identity) (time.Time, string) {
		return i.NotBefore, i.Issuer + "\x00" + i.Subject + "\x00" + i.MVPD
	})
	return inventory.Cut(sel, all), ctx.Err()
}

// Rules tells which rules of degraded access there are, in force or not: those of the
// configuration, then those that were set. A selection by device picks those that name
// it, and not those that are for all devices.
func (s *Server) Rules(_ context.Context, sel inventory.Selection) (inventory.List[inventory.Degradation], error) {
	var all []inventory.Degradation
	for _, d := range s.Degradations() {
		if about(sel.ServiceProvider, d.ServiceProvider) && (len(d.MVPDs) == 0 || among(sel.MVPD, d.MVPDs)) &&
			among(sel.Device, d.Devices) && among(sel.Client, d.Devices) && sel.Application+sel.Code == "" {
			all = append(all, s.tellRule(d))
		}
	}
	return inventory.Cut(sel, all), nil
}

func (s *Server) tellRule(d Degradation) inventory.Degradation {
	told := inventory.Degradation{
		ID: d.ID, Rule: d.Rule, ServiceProvider: d.ServiceProvider, MVPDs: texts(d.MVPDs), Devices: texts(d.Devices),
		Message: d.Message, Status: inventory.Valid, Start: d.Start, End: d.End,
	}
	switch now := s.clock.Now(); {
	case now.Before(d.Start):
		told.Status = inventory.Pending
	case !d.End.IsZero() && !now.Before(d.End):
		told.Status = inventory.Expired
	}
	return told
}

// SeedDegradation puts a rule of degraded access in force, as [Server.Degrade] does.
// The error is an *inventory.Error that says what cannot be.
func (s *Server) SeedDegradation(_ context.Context, seed inventory.DegradationSeed) (inventory.Degradation, error) {
	ttl, err := lifetimeOf(cmp.Or(seed.TTL, "1ns"), 0)
	if err != nil {
		return inventory.Degradation{}, invalid("ttl", "%q is none; want a duration above zero, such as 30m or 12s", seed.TTL)
	}
	if seed.TTL == "" {
		ttl = 0
	}
	id, err := s.Degrade(Degradation{
		Rule: seed.Rule, ServiceProvider: seed.ServiceProvider, MVPDs: seed.MVPDs, Devices: seed.Devices, Message: seed.Message, TTL: Duration(ttl),
	})
	if err != nil {
		return inventory.Degradation{}, invalid("", "%s", strings.TrimPrefix(err.Error(), "mockpass: "))
	}
	for _, d := range s.Degradations() {
		if d.ID == id {
			return s.tellRule(d), nil
		}
	}
	return inventory.Degradation{}, conflict("", "the rule %s was ended by somebody else already", id)
}
