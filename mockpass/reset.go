package mockpass

import (
	"context"

	"github.com/passproof/passproof/mockpass/inventory"
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
		out.Profiles += len(d.Profiles) + len(d.Partner)
	}
	for _, i := range s.store.Identities().All(ctx) {
		out.Identities += len(i.Profiles)
	}
	for key, t := range s.store.Trials().All(ctx) {
		if _, _, kind, name, _ := state.SplitTrialKey(key); kind == "trial" && name == t.ID {
			out.Trials++
		}
	}
	var ignored int
	err := inTurn(
		removal(ctx, &out.Clients, s.store.Clients(), every),
		removal(ctx, &out.Tokens, s.store.Tokens(), every),
		removal(ctx, &out.Sessions, s.store.Sessions(), every),
		removal(ctx, &out.Devices, s.store.Devices(), every),
		removal(ctx, &out.Decisions, s.store.Decisions(), every),
		removal(ctx, &ignored, s.store.Identities(), every),
		removal(ctx, &ignored, s.store.Trials(), every), // several rows a trial
		removal(ctx, &out.PartnerRequests, s.store.PartnerRequests(), every),
		removal[bucket](ctx, &ignored, s.buckets, every),
	)
	if err != nil {
		return out, err
	}
	out.Directions = s.withdrawAll(func(devices, codes []string) bool { return true })
	out.Degradations = s.restoreAll(func(devices []string) bool { return true })
	s.switched.clear()
	s.approvals.clear()
	if r.Journal {
		out.Entries = s.journal.Clear()
	}
	return out, nil
}

// withdrawAll withdraws the directions that gone picks by the devices and codes that
// they are for, and tells how many there were.
func (s *Server) withdrawAll(gone func(devices, codes []string) bool) int {
	n := 0
	for _, d := range s.stage.Directions() {
		if gone(d.Match.Devices, d.Match.Codes) && s.stage.Withdraw(d.ID) {
			n++
		}
	}
	return n
}

// restoreAll ends the rules of degraded access that gone picks by the devices that they
// are for, and tells how many there were. Those of the configuration stay.
func (s *Server) restoreAll(gone func(devices []string) bool) int {
	n := 0
	for _, d := range s.degraded.all() {
		if gone(d.Devices) && s.Restore(d.ID) {
			n++
		}
	}
	return n
}

func every(string) bool { return true }

// inTurn does one thing after the other until one fails.
func inTurn(all ...func() error) error {
	for _, do := range all {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// removal deletes the rows whose keys gone picks and adds how many there were to count.
func removal[T any](ctx context.Context, count *int, t state.Table[T], gone func(key string) bool) func() error {
	return func() error {
		for key := range t.All(ctx) {
			if !gone(key) {
				continue
			}
			if err := t.Delete(ctx, key); err != nil {
				return err
			}
			*count++
		}
		return ctx.Err()
	}
}
