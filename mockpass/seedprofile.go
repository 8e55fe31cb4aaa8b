package mockpass

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// SeedProfile gives a device a profile as though its viewer had signed in, at the MVPD
// or, for an appleSSO one, through the partner's framework. It takes the place of the
// one of that kind that the device has for the MVPD. The error is an *inventory.Error
// that says what cannot be.
func (s *Server) SeedProfile(ctx context.Context, seed inventory.ProfileSeed) (inventory.Profile, error) {
	c, err := s.speaks(ctx, seed.Client, seed.ServiceProvider, seed.Device)
	if err != nil {
		return inventory.Profile{}, err
	}
	set := s.settings()
	m := set.directory.mvpds[seed.MVPD]
	kind := cmp.Or(seed.Type, "regular")
	switch {
	case m == nil || !s.integrated(seed.ServiceProvider, seed.MVPD):
		return inventory.Profile{}, unknown("mvpd", "%s has no integration with %q", seed.ServiceProvider, seed.MVPD)
	case m.TempPass != nil:
		return inventory.Profile{}, conflict("mvpd", "%q is a TempPass: its trials begin with an authorization", seed.MVPD)
	case kind != "regular" && kind != "appleSSO":
		return inventory.Profile{}, invalid("type", "devices remember none that is %q; want regular or appleSSO", kind)
	}
	if err := oneLine("account", seed.Account); err != nil {
		return inventory.Profile{}, err
	}
	lifetime, err := lifetimeOf(seed.Lifetime, set.lifetimes.Profile)
	if err != nil {
		return inventory.Profile{}, err
	}
	now := s.clock.Now()
	p := s.newProfile(m, cmp.Or(seed.Account, "viewer"), kind, now, lifetime)
	if kind == "appleSSO" {
		fromPartner(&p)
	}
	holder := state.DeviceKey(c.ID, seed.ServiceProvider, seed.Device)
	_, err = s.changeDevice(ctx, holder, now, func(d *state.Device) {
		d.Address = cmp.Or(seed.Address, d.Address)
		if kind == "regular" {
			d.Profiles[m.ID] = p
			return
		}
		d.Partner[m.ID] = p
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
	switch refusal := find(EnhancedErrors(), seed.Code); {
	case seed.Resource == "":
		return inventory.Decision{}, invalid("resource", "it is empty; want what the client asks for")
	case seed.Permit && seed.Code != "":
		return inventory.Decision{}, invalid("code", "a permission has none")
	case seed.Code != "" && (refusal == nil || refusal.Status != http.StatusForbidden):
		return inventory.Decision{}, invalid("code", "%q is no code with which an MVPD refuses a resource, such as authorization_denied_by_parental_controls", seed.Code)
	}
	now := s.clock.Now()
	p, err := s.profileOf(ctx, state.DeviceKey(c.ID, seed.ServiceProvider, seed.Device), seed.MVPD, now)
	if noProfile(err) {
		return inventory.Decision{}, conflict("mvpd", "the device has no valid profile for %q", seed.MVPD)
	} else if err != nil {
		return inventory.Decision{}, err
	}
	d := state.Decision{Permit: seed.Permit, NotBefore: now, NotAfter: now.Add(lifetime)}
	if !seed.Permit {
		d.Code = cmp.Or(seed.Code, ErrAuthorizationDeniedByMVPD.Code)
	}
	err = s.store.Decisions().Save(ctx, state.DecisionKey(p.ID, seed.Resource), d, d.NotAfter)
	return inventory.Decision{
		Profile: p.ID, Client: c.ID, ServiceProvider: seed.ServiceProvider, Device: seed.Device, MVPD: seed.MVPD,
		Resource: seed.Resource, Permit: d.Permit, Code: d.Code, NotBefore: d.NotBefore, NotAfter: d.NotAfter,
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
