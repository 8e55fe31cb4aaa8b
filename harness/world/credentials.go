package world

import (
	"context"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// LosesCredentials makes Adobe Pass forget the client credentials with which the device is
// served: their tokens are void, and token calls are answered invalid_client. All
// devices that share them are hit, so it is for devices of an own instance.
func (d *Device) LosesCredentials(ctx context.Context) {
	w := d.home.world
	if w.lost("the credentials of " + d.Name) {
		return
	}
	x := d.heard(ctx)
	if x == nil {
		w.trouble("the credentials of %s cannot be taken away: nothing was called for it", d.Name)
		return
	}
	start := time.Now()
	if err := w.client.RevokeClient(ctx, x.Client); err != nil {
		w.trouble("the credentials of %s could not be taken away: %w", d.Name, err)
		return
	}
	w.record(ctx, &journal.Act{Verb: journal.Alter, Device: d.Name, Start: start, End: time.Now(), Args: map[string]any{"what": "revoked", "client": x.Client}})
}
