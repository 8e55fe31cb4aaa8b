package world

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
)

// Degrade sets a rule of degraded access (AuthNAll, AuthZAll or AuthZNone) for an MVPD
// and this device alone, and ends it when the scenario ends or the returned function is
// called. The message is the Programmer's text for users who are denied by AuthZNone.
func (d *Device) Degrade(ctx context.Context, rule, mvpd, message string) (restore func()) {
	w := d.home.world
	if w.lost("degrading " + mvpd + " for " + d.Name) {
		return func() {}
	}
	seed := inventory.DegradationSeed{
		Rule: rule, ServiceProvider: w.ServiceProvider, MVPDs: []string{mvpd}, Devices: d.names(ctx), Message: message,
	}
	now := time.Now()
	set, err := w.client.Degrade(ctx, seed)
	if err != nil {
		w.trouble("degrading %s for %s: %w", mvpd, d.Name, err)
		return func() {}
	}
	w.record(ctx, &journal.Act{Verb: journal.Degrade, Device: d.Name, Start: now, End: time.Now(), Args: map[string]any{
		"id": set.ID, "rule": rule, "mvpd": mvpd, "message": message,
	}})
	restore = sync.OnceFunc(func() { d.restore(ctx, set.ID, mvpd) })
	d.home.tb.Cleanup(restore)
	return restore
}

// restore ends a rule of degraded access, even when the scenario was cut short.
func (d *Device) restore(ctx context.Context, id, mvpd string) {
	w := d.home.world
	if w.lost("restoring " + mvpd + " for " + d.Name) {
		return
	}
	ctx, cancel := tidy(ctx)
	defer cancel()
	now := time.Now()
	var refused *control.Error
	err := w.client.Restore(ctx, id)
	if err != nil && (!errors.As(err, &refused) || refused.Status != http.StatusNotFound) {
		w.trouble("restoring %s for %s: %w", mvpd, d.Name, err)
		return
	}
	w.record(ctx, &journal.Act{Verb: journal.Restore, Device: d.Name, Start: now, End: time.Now(), Args: map[string]any{"id": id, "mvpd": mvpd}})
}
