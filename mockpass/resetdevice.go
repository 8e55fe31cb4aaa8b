package mockpass

import (
	"context"
	"slices"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// belongings is what belongs to the devices that have a name. Usually that is one
// device, perhaps at several service providers.
type belongings struct {
	keys     map[string]bool // of the devices
	own      names           // theirs
	others   names           // of all other devices
	codes    names           // of their sessions
	profiles names           // IDs of their profiles
	trials   names           // IDs of the trials that no other device has
	count    inventory.Removed
}

// resetDevice forgets what belongs to the devices that have a name.
func (s *Server) resetDevice(ctx context.Context, name string) (inventory.Removed, error) {
	b, err := s.belongings(ctx, name)
	if err != nil {
		return b.count, err
	}
	b.count.Directions = s.withdrawAll(b.directed)
	b.count.Degradations = s.restoreAll(func(devices []string) bool { return b.named(devices) })
	waiting := names{}
	for id, r := range s.store.PartnerRequests().All(ctx) {
		waiting[id] = b.keys[r.Holder]
	}
	var ignored int
	err = inTurn(
		removal(ctx, &b.count.Sessions, s.store.Sessions(), func(code string) bool { return b.codes[code] }),
		removal(ctx, &b.count.Devices, s.store.Devices(), func(key string) bool { return b.keys[key] }),
		removal(ctx, &b.count.Decisions, s.store.Decisions(), b.decided),
		removal(ctx, &b.count.PartnerRequests, s.store.PartnerRequests(), func(id string) bool { return waiting[id] }),
		removal[bucket](ctx, &ignored, s.buckets, func(address string) bool { return b.own[address] && !b.others[address] }),
		func() error { return s.forgetTrials(ctx, b) },
		func() error { return s.forgetSharing(ctx, b) },
	)
	return b.count, err
}

func (s *Server) belongings(ctx context.Context, name string) (*belongings, error) {
	b := &belongings{codes: names{}, profiles: names{}, trials: names{}}
	known, err := s.census(ctx)
	if err != nil {
		return b, err
	}
	b.keys, b.own, b.others = known.split(name)
	for key := range b.keys {
		d, err := s.deviceOf(ctx, key)
		if err != nil {
			return b, err
		}
		for _, list := range []map[string]state.Profile{d.Profiles, d.Partner} {
			for _, p := range list {
				b.profiles[p.ID] = true
			}
		}
	}
	b.count.Profiles = len(b.profiles)
	for code, v := range s.store.Sessions().All(ctx) {
		if b.keys[state.DeviceKey(v.Client, v.ServiceProvider, v.Device)] {
			b.codes[code] = true
		}
	}
	shared := names{}
	for key, t := range s.store.Trials().All(ctx) {
		_, _, kind, device, _ := state.SplitTrialKey(key)
		switch mine := b.tries(device); {
		case kind == "device" && mine:
			b.trials[t.ID] = true
		case kind == "device":
			shared[t.ID] = true
		}
	}
	for id := range shared {
		delete(b.trials, id)
	}
	return b, ctx.Err()
}

// tries tells whether a trial that is known by a device's id is theirs. Trials do not
// know clients, so a device that somebody else speaks for too keeps its trial.
func (b *belongings) tries(device string) bool { return b.own[device] && !b.others[device] }

// named tells whether something that is for some devices is for these alone.
func (b *belongings) named(devices []string) bool {
	return slices.ContainsFunc(devices, func(n string) bool { return b.own[n] }) &&
		!slices.ContainsFunc(devices, func(n string) bool { return b.others[n] })
}

// directed tells whether a direction is for these devices alone: it names them and no
// other, or nothing but codes of theirs.
func (b *belongings) directed(devices, codes []string) bool {
	if len(devices) > 0 {
		return b.named(devices)
	}
	return len(codes) > 0 && !slices.ContainsFunc(codes, func(code string) bool { return !b.codes[code] })
}

// decided tells whether a decision rests on a profile of theirs, or on a shared one as
// they have it.
func (b *belongings) decided(key string) bool {
	profile, _, _ := state.SplitDecisionKey(key)
	_, holder, shared := state.SplitSharedProfileID(profile)
	return b.profiles[profile] || shared && b.keys[holder]
}

// forgetTrials lets the devices begin their trials anew, and with them the users whose
// trials no other device has.
func (s *Server) forgetTrials(ctx context.Context, b *belongings) error {
	gone := names{}
	for key, t := range s.store.Trials().All(ctx) {
		_, _, kind, name, _ := state.SplitTrialKey(key)
		gone[key] = b.trials[t.ID] || kind == "device" && b.tries(name)
	}
	b.count.Trials = len(b.trials)
	var ignored int
	return removal(ctx, &ignored, s.store.Trials(), func(key string) bool { return gone[key] })()
}

// forgetSharing takes the devices out of those that have signed in for an identity. A
// profile for which nobody else has is shared no more.
func (s *Server) forgetSharing(ctx context.Context, b *belongings) error {
	mine := func(holder string) bool { return b.keys[holder] }
	now := s.clock.Now()
	for key, i := range s.store.Identities().All(ctx) {
		for mvpd, shared := range i.Profiles {
			if !slices.ContainsFunc(shared.Holders, mine) {
				continue
			}
			ended := false
			err := s.changeIdentity(ctx, key, now, func(i *state.Identity) {
				shared, ok := i.Profiles[mvpd]
				shared.Holders = slices.DeleteFunc(slices.Clone(shared.Holders), mine)
				if ended = ok && len(shared.Holders) == 0; ended {
					delete(i.Profiles, mvpd)
				} else if ok {
					i.Profiles[mvpd] = shared
				}
			})
			if err != nil {
				return err
			}
			if ended {
				b.count.Identities++
			}
		}
	}
	return ctx.Err()
}
