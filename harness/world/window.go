package world

import (
	"context"
	"time"
)

// A Window is how long a scenario gives the service for rules to be decided by: Quick is
// the shortest time that is honest, Full that of the catalogue.
type Window struct {
	Rules []string // their IDs
	What  string   // what lasts so long: "how long a code waits for its user"
	Quick time.Duration
	Full  time.Duration
}

// At is how long the window is at a depth.
func (v Window) At(d Depth) time.Duration {
	if d == Full {
		return v.Full
	}
	return v.Quick
}

// For is how long a window is in this run.
func (w *World) For(v Window) time.Duration { return v.At(w.Depth) }

// Last pauses for a window.
func (w *World) Last(ctx context.Context, v Window) { w.Until(ctx, time.Now(), v) }

// Until pauses until a window is over that began at from.
func (w *World) Until(ctx context.Context, from time.Time, v Window) {
	w.pause(ctx, time.Until(from.Add(w.For(v))), "a pause: "+v.What)
}
