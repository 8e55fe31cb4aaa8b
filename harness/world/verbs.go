package world

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/journal"
)

// Has tells whether the subject's app has a verb.
func (w *World) Has(verb string) bool { return slices.Contains(w.Driver.Verbs(), verb) }

// do carries one verb and records it. A verb that the app does not have, and a call
// that was not answered, are troubles; the act tells of the latter.
func (d *Device) do(ctx context.Context, verb string, args map[string]any) *journal.Act {
	w := d.home.world
	if !w.Has(verb) {
		w.trouble("the mapping has no verb %q; rules that need it stay inconclusive", verb)
		return &journal.Act{Verb: verb, Device: d.Name, Failure: "no such verb"}
	}
	w.mu.Lock()
	w.calls++
	id := fmt.Sprintf("passproof-%d-%d", w.Seat+1, w.calls)
	w.mu.Unlock()
	a := &journal.Act{Verb: verb, Device: d.Name, Start: time.Now(), Args: args}
	answer, err := w.Driver.Do(ctx, app.Call{Verb: verb, ID: id, Base: d.base, Device: d.Device, Args: args})
	a.End, a.Answer = time.Now(), answer
	if a.Args == nil {
		a.Args = map[string]any{}
	}
	a.Args["requestId"] = id
	if err != nil && ctx.Err() != nil {
		// We hung up, not the subject: nothing may be held against it.
		w.trouble("%s of %s was cut short: %w", verb, d.Name, context.Cause(ctx))
		a.Failure = "cut short"
		return a
	}
	if err != nil {
		a.Failure = err.Error()
		w.trouble("%s of %s: %w", verb, d.Name, err)
	}
	w.record(ctx, a)
	return a
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
