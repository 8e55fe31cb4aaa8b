package world

import (
	"context"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// Watch does nothing for so long, because that nothing happens is the point, and then
// asks the device's app for its status: a dead subject keeps no promise. It is the only
// waiting for time. A watch that was cut short is a trouble and no evidence.
func (w *World) Watch(ctx context.Context, d *Device, long time.Duration, why string) {
	start := time.Now()
	if !w.sleep(ctx, long) {
		if !w.lost("watching " + why) {
			w.trouble("watching %s was cut short: %w", why, context.Cause(ctx))
		}
		return
	}
	w.record(ctx, &journal.Act{Verb: journal.Watched, Device: d.Name, Start: start, End: time.Now(), Args: map[string]any{"why": why}})
	d.Status(ctx)
}

// Stretch is a time in which things are done for as long as something has to be watched. It
// counts as one wait where the length of a run is told.
func (w *World) Stretch(what string, do func()) {
	start := time.Now()
	do()
	w.step(Step{What: what, Start: start, End: time.Now(), Wait: true})
}

// Pause is what a person does between two presses of a button.
func (w *World) Pause(ctx context.Context, long time.Duration) { w.pause(ctx, long, "a pause") }

func (w *World) pause(ctx context.Context, long time.Duration, what string) {
	if long <= 0 {
		return
	}
	start := time.Now()
	w.sleep(ctx, long)
	w.step(Step{What: what, Start: start, End: time.Now(), Wait: true})
}

// sleep tells whether it lasted as long as it should: neither ctx nor the journal ended.
func (w *World) sleep(ctx context.Context, long time.Duration) bool {
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-w.ended:
	case <-t.C:
		return true
	}
	return false
}
