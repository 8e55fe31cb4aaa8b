package mockpass

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// profileTypes are those that answers can have, and who issues them when it is not the
// MVPD (rest-api-v2-profiles-apis-retrieve-profiles).
var profileTypes = map[string]string{
	"regular": "", "serviceTokenSSO": "", "platformSSO": "", "appleSSO": "Apple", "temporary": "Adobe", "degraded": "Adobe",
}

// SeedProfile gives a device a profile as though its viewer had signed in. It takes the
// place of the one that the device has for that MVPD. The error is an *inventory.Error
// that says what cannot be.
func (s *Server) SeedProfile(ctx context.Context, seed inventory.ProfileSeed) (inventory.Profile, error) {
	c, err := s.speaks(ctx, seed.Client, seed.ServiceProvider, seed.Device)
	if err != nil {
		return inventory.Profile{}, err
	}
	lifetime, err := lifetimeOf(seed.Lifetime, s.settings().lifetimes.Profile)
	if err != nil {
		return inventory.Profile{}, err
	}
	kind := cmp.Or(seed.Type, "regular")
	issuer, known := profileTypes[kind]
	switch {
	case !s.integrated(seed.ServiceProvider, seed.MVPD):
		return inventory.Profile{}, unknown("mvpd", "%s has no integration with %q", seed.ServiceProvider, seed.MVPD)
	case !known:
		return inventory.Profile{}, invalid("type", "%q is none that profiles have; want regular, appleSSO, platformSSO, serviceTokenSSO, temporary or degraded", kind)
	}
	if err := oneLine("account", seed.Account); err != nil {
		return inventory.Profile{}, err
	}
	now := s.clock.Now()
	p := s.newProfile(s.settings().directory.mvpds[seed.MVPD], cmp.Or(seed.Account, "viewer"), kind, now, lifetime)
	p.Issuer = cmp.Or(issuer, p.Issuer)
	holder := state.DeviceKey(c.ID, seed.ServiceProvider, seed.Device)
	_, err = s.changeDevice(ctx, holder, now, func(d *state.Device) {
		d.Profiles[seed.MVPD] = p
		d.Address = cmp.Or(seed.Address, d.Address)
	})
	return s.tellProfile(holder, p), full(err)
}

// SeedDecision remembers a decision as though the MVPD had made it: authorize gives it
// until it ends. The error is an *inventory.Error that says what cannot be; without a
// valid profile there is nothing to decide.
func (s *Server) SeedDecision(ctx context.Context, seed inventory.DecisionSeed) (inventory.Decision, error) {
	c, err := s.speaks(ctx, seed.Client, seed.ServiceProvider, seed.Device)
	if err != nil {
		return inventory.Decision{}, err
	}
	lifetime, err := lifetimeOf(seed.Lifetime, s.settings().lifetimes.Authorization)
	if err != nil {
		return inventory.Decision{}, err
	}
	if seed.Resource == "" {
		return inventory.Decision{}, invalid("resource", "it is empty; want what the client asks for")
	}
	now := s.clock.Now()
	p, err := s.profileOf(ctx, state.DeviceKey(c.ID, seed.ServiceProvider, seed.Device), seed.MVPD, now)
	if noProfile(err) {
		return inventory.Decision{}, conflict("mvpd", "the device has no valid profile for %q", seed.MVPD)
	} else if err != nil {
		return inventory.Decision{}, err
	}
	d := state.Decision{Permit: seed.Permit, NotBefore: now, NotAfter: now.Add(lifetime)}
	err = s.store.Decisions().Save(ctx, state.DecisionKey(p.ID, seed.Resource), d, d.NotAfter)
	return inventory.Decision{
		Profile: p.ID, Client: c.ID, ServiceProvider: seed.ServiceProvider, Device: seed.Device, MVPD: seed.MVPD,
		Resource: seed.Resource, Permit: d.Permit, NotBefore: d.NotBefore, NotAfter: d.NotAfter,
	}, full(err)
}

// conflict is the error about something that what the mock knows stands against.
func conflict(field, format string, args ...any) error {
	return &inventory.Error{Reason: inventory.Conflict, Field: field, Message: fmt.Sprintf(format, args...)}
}

// full makes the error of a full table one that says what to do.
func full(err error) error {
	if errors.Is(err, state.ErrFull) {
		return &inventory.Error{Reason: inventory.Full, Message: "the mock holds as much as it may", Remedy: "reset it, or raise limits.rows in its configuration"}
	}
	return err
}
