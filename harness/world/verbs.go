package world

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/journal"
)

// Has tells whether the subject's app has a verb.
func (w *World) Has(verb string) bool { return slices.Contains(w.Driver.Verbs(), verb) }

// Unmapped are the verbs that the scenario asked for and that the subject's app does
// not have, in the order of the alphabet. What needs them was not observed, which is
// no trouble: the rest was.
func (w *World) Unmapped() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Sorted(maps.Keys(w.unmapped))
}

// lacks tells, and notes, that the app does not have a verb.
func (w *World) lacks(verb string) bool {
	if w.Has(verb) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unmapped[verb] = true
	return true
}

// do carries one verb and records it. A call that was not answered is a trouble, and
// the act tells of it. So is an error of the service, unless Adobe Pass was told to fail
// it. A verb that the app does not have is neither.
func (d *Device) do(ctx context.Context, verb string, args map[string]any) *journal.Act {
	w := d.home.world
	if w.lacks(verb) {
		return &journal.Act{Verb: verb, Device: d.Name, Failure: "no such verb"}
	}
	if w.lost(verb + " of " + d.Name) {
		return &journal.Act{Verb: verb, Device: d.Name, Failure: "not tried"}
	}
	d.breathe(ctx)
	a := &journal.Act{Verb: verb, Device: d.Name, Start: time.Now(), Args: maps.Clone(args)}
	if a.Args == nil {
		a.Args = map[string]any{}
	}
	id := w.callID()
	a.Args["requestId"] = id
	answer, err := w.Driver.Do(ctx, app.Call{Verb: verb, ID: id, Base: d.base, Device: d.Device, Args: args})
	a.End, a.Answer = time.Now(), answer
	d.acted.Store(&a.End)
	if err != nil && ctx.Err() != nil {
		// We hung up, not the subject: nothing may be held against it.
		w.trouble("%s of %s was cut short: %w", verb, d.Name, context.Cause(ctx))
		a.Failure = "cut short"
		return a
	}
	if err != nil {
		a.Failure = err.Error()
		if _, spoke := answer["httpStatus"]; !d.adrift.Load() && (!spoke || d.spoilt.Load() == 0) {
			w.trouble("%s of %s: %w", verb, d.Name, err)
		}
	}
	w.record(ctx, a)
	return a
}

// breath is the least time between two things that a person does on one device. A run
// plays in a minute what viewers do in an evening: without it the throttle, one request
// a second and a burst that is given once, would refuse services that are right.
const breath = time.Second

// breathe waits until the person has had their breath since the last thing they did.
func (d *Device) breathe(ctx context.Context) {
	if last := d.acted.Load(); last != nil {
		d.home.world.pause(ctx, time.Until(last.Add(breath)), "a breath")
	}
}

// callID names one call of an app, uniquely in the run.
func (w *World) callID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls++
	return fmt.Sprintf("passproof-%d-%d", w.Seat+1, w.calls)
}

// Status opens the app: is the user signed in?
func (d *Device) Status(ctx context.Context) bool {
	return d.do(ctx, journal.Status, nil).Flag("signedIn")
}

// Providers opens the list of TV providers and returns their ids.
func (d *Device) Providers(ctx context.Context) []string {
	return d.do(ctx, journal.Providers, nil).List("ids")
}

// Metadata asks for what is known of the user.
func (d *Device) Metadata(ctx context.Context) map[string]any {
	return d.do(ctx, journal.Metadata, nil).Map("attributes")
}

// Preauthorize shows a catalogue of resources and returns those that were permitted.
func (d *Device) Preauthorize(ctx context.Context, resources ...string) []string {
	return d.do(ctx, journal.Preauthorize, map[string]any{"resources": resources}).List("permitted")
}

// Play presses play and tells whether playback may start.
func (d *Device) Play(ctx context.Context, resource string) bool {
	return d.do(ctx, journal.Play, map[string]any{"resource": resource}).Flag("allowed")
}

// Beat is the player telling that the stream goes on. It returns whether the app was told
// to stop it. Apps without a heartbeat play on.
func (d *Device) Beat(ctx context.Context, resource string) (stop bool) {
	return d.home.world.Has(journal.Heartbeat) && d.do(ctx, journal.Heartbeat, map[string]any{"resource": resource}).Flag("stop")
}

// Event steers a live stream: "pause", "resume", "ad-break" or "asset-change".
func (d *Device) Event(ctx context.Context, event, resource string) {
	d.do(ctx, journal.Event, map[string]any{"resource": resource, "event": event})
}

// Entitled asks what the service would show about a resource.
func (d *Device) Entitled(ctx context.Context, resource string) bool {
	return d.do(ctx, journal.Entitled, map[string]any{"resource": resource}).Flag("allowed")
}

// SignOut signs the user out. A browser, if the subject wants one, opens what the
// subject hands out.
func (d *Device) SignOut(ctx context.Context) {
	a := d.do(ctx, journal.Logout, map[string]any{"redirectUrl": redirectURL("signed-out")})
	if to := a.Text("url"); to != "" {
		d.home.Viewer().opens(ctx, d, to, "logout", "")
	}
}

// redirectURL is where browsers end: an address with everything that can go wrong
// when it is encoded.
func redirectURL(page string) string {
	return "https://app.example.com/" + page + "?x=1&y=a%20b+c"
}
