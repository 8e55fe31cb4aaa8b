package world

import (
	"context"
	"maps"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
)

// IsSignedInElsewhere gives the device a profile at Adobe Pass that the subject had no
// part in, as when the user signs in with another app of the same registration. It
// tells whether that could be done: a device that the subject has never called for is
// nobody that Adobe Pass knows.
func (d *Device) IsSignedInElsewhere(ctx context.Context, mvpd string) bool {
	if d.home.world.lost("a profile for " + d.Name) {
		return false
	}
	x := d.heard(ctx)
	if x == nil {
		return false
	}
	d.alter(ctx, "seeded", mvpd, func(ctx context.Context) error {
		_, err := d.home.world.client.SeedProfile(ctx, inventory.ProfileSeed{
			Client: x.Client, ServiceProvider: x.ServiceProvider, Device: x.Device, MVPD: mvpd, Account: d.home.account, Address: d.Address,
		})
		return err
	})
	return true
}

// Expires lets the device's profiles end now at Adobe Pass, whatever was said when they
// were handed out.
func (d *Device) Expires(ctx context.Context) {
	d.alterProfiles(ctx, "expired", d.home.world.client.ExpireProfile)
}

// GetsMetadata changes what the MVPD tells of the user, as some do when they authorize:
// the ids of user and household are others from now on.
func (d *Device) GetsMetadata(ctx context.Context, mvpd string) {
	x := d.heard(ctx)
	if x == nil {
		return
	}
	var p inventory.Profile
	d.alter(ctx, "metadata", mvpd, func(ctx context.Context) (err error) {
		p, err = d.home.world.client.SeedProfile(ctx, inventory.ProfileSeed{
			Client: x.Client, ServiceProvider: x.ServiceProvider, Device: x.Device, MVPD: mvpd, Account: d.home.account + "-known", Address: d.Address,
		})
		return err
	}, func() map[string]any { return map[string]any{"attributes": p.Attributes} })
}

// IsInvalidated withdraws the device's profiles at Adobe Pass, as an MVPD can.
func (d *Device) IsInvalidated(ctx context.Context) {
	d.alterProfiles(ctx, "invalidated", d.home.world.client.InvalidateProfile)
}

// IsForgotten makes Adobe Pass forget the device's profiles, and its directions.
func (d *Device) IsForgotten(ctx context.Context) {
	d.alter(ctx, "forgotten", "", func(ctx context.Context) error {
		_, err := d.home.world.client.Reset(ctx, inventory.Reset{Device: d.Address})
		return err
	})
}

func (d *Device) alterProfiles(ctx context.Context, what string, change func(context.Context, string) (inventory.Profile, error)) {
	w := d.home.world
	if w.lost("the profiles of " + d.Name) {
		return
	}
	profiles, err := w.client.Profiles(ctx, inventory.Selection{Device: d.Address})
	if err != nil {
		w.trouble("the profiles of %s: %w", d.Name, err)
		return
	}
	for _, p := range profiles.Items {
		d.alter(ctx, what, p.MVPD, func(ctx context.Context) error {
			_, err := change(ctx, p.ID)
			return err
		})
	}
}

// alter changes what Adobe Pass knows of the device and records that it was done, with
// more that is known then.
func (d *Device) alter(ctx context.Context, what, mvpd string, change func(context.Context) error, more ...func() map[string]any) {
	w := d.home.world
	if w.lost(what + " profile of " + d.Name) {
		return
	}
	start := time.Now()
	if err := change(ctx); err != nil {
		w.trouble("%s could not be %s: %w", d.Name+"'s "+mvpd, what, err)
		return
	}
	args := map[string]any{"what": what, "mvpd": mvpd}
	for _, m := range more {
		maps.Copy(args, m())
	}
	w.record(ctx, &journal.Act{Verb: journal.Alter, Device: d.Name, Start: start, End: time.Now(), Args: args})
}

// heard is the latest call that the subject made for the device and that names it, or
// nil. It asks the mock: what has been followed may lag behind.
func (d *Device) heard(ctx context.Context) *journal.Exchange {
	w := d.home.world
	entries, _, err := w.client.SinceWhere(ctx, 0, journal.Filter{Device: d.Address})
	if err != nil {
		w.trouble("the calls for %s: %w", d.Name, err)
		return nil
	}
	var last *journal.Exchange
	for _, e := range entries {
		x, ok := e.(*journal.Exchange)
		if ok && x.Party == journal.Service && x.Client != "" && x.Device != "" {
			last = x
		}
	}
	return last
}

// Retired is the MVPD that a scenario may switch off: no other scenario signs in with it.
const Retired = "Retired_TV"

// SwitchesOff puts the service provider's integration with an MVPD out of use, for all
// devices, until the scenario ends.
func (d *Device) SwitchesOff(ctx context.Context, mvpd string) {
	w := d.home.world
	d.alter(ctx, "disabled", mvpd, func(ctx context.Context) error {
		return w.client.DisableIntegration(ctx, w.ServiceProvider, mvpd)
	})
	d.home.tb.Cleanup(func() {
		ctx, cancel := tidy(ctx)
		defer cancel()
		d.alter(ctx, "enabled", mvpd, func(ctx context.Context) error {
			return w.client.EnableIntegration(ctx, w.ServiceProvider, mvpd)
		})
	})
}
