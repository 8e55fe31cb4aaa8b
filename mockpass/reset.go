package mockpass

import (
	"context"
	"slices"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
)

// Reset forgets what the mock was told at run time: everything, or what belongs to one
// device and to no other. What is under way at the same time may be remembered
// afterwards. A device that nobody has heard of has nothing to forget, which is no
// error. The error is an *inventory.Error when the journal shall be emptied for one
// device alone, else one of the store.
func (s *Server) Reset(ctx context.Context, r inventory.Reset) (inventory.Removed, error) {
	if r.Device == "" {
		return s.resetAll(ctx, r)
	}
	if r.Journal {
		return inventory.Removed{}, &inventory.Error{
			Reason: inventory.Invalid, Field: "journal", Message: "the journal can only be emptied as a whole",
			Remedy: "leave out the device, or the journal",
		}
	}
	return s.resetDevice(ctx, r.Device)
}

// resetAll makes the mock what it was when it started, but for its time.
func (s *Server) resetAll(ctx context.Context, r inventory.Reset) (inventory.Removed, error) {
	var out inventory.Removed
	for _, d := range s.store.Devices().All(ctx) {
		out.Profiles += len(d.Profiles)
	}
	for _, remove := range []struct {
		count *int
		do    func() (int, error)
	}{
		{&out.Clients, func() (int, error) { return deleteAll(ctx, s.store.Clients(), every) }},
		{&out.Tokens, func() (int, error) { return deleteAll(ctx, s.store.Tokens(), every) }},
		{&out.Sessions, func() (int, error) { return deleteAll(ctx, s.store.Sessions(), every) }},
		{&out.Devices, func() (int, error) { return deleteAll(ctx, s.store.Devices(), every) }},
		{&out.Decisions, func() (int, error) { return deleteAll(ctx, s.store.Decisions(), every) }},
	} {
		n, err := remove.do()
		if *remove.count = n; err != nil {
			return out, err
		}
	}
	out.Directions = s.withdrawAll(func(stage.Direction) bool { return true })
	s.switched.clear()
	s.approvals.clear()
	if r.Journal {
		out.Entries = s.journal.Clear()
	}
	return out, ctx.Err()
}

// resetDevice forgets what belongs to the devices that have a name. Usually that is one
// device, perhaps at several service providers.
func (s *Server) resetDevice(ctx context.Context, name string) (inventory.Removed, error) {
	var out inventory.Removed
	known, err := s.census(ctx)
	if err != nil {
		return out, err
	}
	keys, own, others := known.split(name)
	profiles := names{}
	for key := range keys {
		d, err := s.deviceOf(ctx, key)
		if err != nil {
			return out, err
		}
		for _, p := range d.Profiles {
			profiles[p.ID] = true
		}
	}
	codes := names{}
	for code, v := range s.store.Sessions().All(ctx) {
		if keys[state.DeviceKey(v.Client, v.ServiceProvider, v.Device)] {
			codes[code] = true
		}
	}
	out.Profiles = len(profiles)
	out.Directions = s.withdrawAll(func(d stage.Direction) bool { return belongs(d.Match, own, others, codes) })
	if out.Sessions, err = deleteAll(ctx, s.store.Sessions(), func(code string) bool { return codes[code] }); err != nil {
		return out, err
	}
	if out.Devices, err = deleteAll(ctx, s.store.Devices(), func(key string) bool { return keys[key] }); err != nil {
		return out, err
	}
	out.Decisions, err = deleteAll(ctx, s.store.Decisions(), func(key string) bool {
		id, _, _ := state.SplitDecisionKey(key)
		return profiles[id]
	})
	return out, err
}

// belongs tells whether a direction is for the device alone that has its own names and
// codes. One that means another device too stays, and so does one that means all.
func belongs(m stage.Match, own, others, codes names) bool {
	if len(m.Devices) == 0 {
		return len(m.Codes) > 0 && !slices.ContainsFunc(m.Codes, func(code string) bool { return !codes[code] })
	}
	some := false
	for _, name := range m.Devices {
		if others[name] {
			return false
		}
		some = some || own[name]
	}
	return some
}

// withdrawAll withdraws the directions that gone picks and tells how many there were.
func (s *Server) withdrawAll(gone func(stage.Direction) bool) int {
	n := 0
	for _, d := range s.stage.Directions() {
		if gone(d) && s.stage.Withdraw(d.ID) {
			n++
		}
	}
	return n
}

func every(string) bool { return true }

// deleteAll deletes the rows whose keys gone picks and tells how many there were.
func deleteAll[T any](ctx context.Context, t state.Table[T], gone func(key string) bool) (int, error) {
	n := 0
	for key := range t.All(ctx) {
		if !gone(key) {
			continue
		}
		if err := t.Delete(ctx, key); err != nil {
			return n, err
		}
		n++
	}
	return n, ctx.Err()
}
