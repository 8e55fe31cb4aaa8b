package world

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// An Activation is one attempt to sign in: a code and where a browser goes with it.
type Activation struct {
	Code     string
	URL      string
	SignedIn bool // the user was signed in already: there is no code
	device   *Device
	started  time.Time
	stuck    bool // the code cannot be submitted: the app has no activate
	untold   bool // the app cannot tell that the browser is back: it has no returned
}

// SignIn starts to sign in on a second screen, with the MVPD picked before.
func (d *Device) SignIn(ctx context.Context, mvpd string) *Activation {
	return d.signIn(ctx, map[string]any{"screen": "secondary", "mvpd": mvpd, "redirectUrl": redirectURL("done")})
}

// TriesToSignIn starts to sign in where that is expected to fail: no code is no trouble.
func (d *Device) TriesToSignIn(ctx context.Context, mvpd string) {
	d.do(ctx, journal.Login, map[string]any{"screen": "secondary", "mvpd": mvpd, "redirectUrl": redirectURL("done")})
}

// SignInElsewhere starts to sign in with a code alone: the MVPD is picked where the
// code is typed.
func (d *Device) SignInElsewhere(ctx context.Context) *Activation {
	return d.signIn(ctx, map[string]any{"screen": "secondary", "redirectUrl": redirectURL("done")})
}

// SignInHere starts to sign in on the device's own browser.
func (d *Device) SignInHere(ctx context.Context, mvpd string) *Activation {
	return d.signIn(ctx, map[string]any{"screen": "primary", "mvpd": mvpd, "redirectUrl": redirectURL("done")})
}

func (d *Device) signIn(ctx context.Context, args map[string]any) *Activation {
	a := d.do(ctx, journal.Login, args)
	out := d.activation(a)
	if a.Answered() && out.Code == "" && !out.SignedIn {
		d.home.world.trouble("the login of %s gave no code", d.Name)
	}
	return out
}

// activation is what the answer to an app says of an attempt.
func (d *Device) activation(a *journal.Act) *Activation {
	out := &Activation{Code: a.Text("code"), URL: a.Text("url"), SignedIn: a.Flag("signedIn"), device: d, started: a.Start}
	if out.Code != "" {
		d.codes = append(d.codes, out.Code)
	}
	return out
}

// Returned is the app telling the subject that the browser has reached the end. An app
// without that verb asks for its status, as one does that comes to the foreground.
func (a *Activation) Returned(ctx context.Context) {
	if a.Code == "" {
		return
	}
	a.device.do(ctx, journal.Returned, map[string]any{"code": a.Code})
	if a.untold = !a.device.home.world.Has(journal.Returned); a.untold {
		a.device.Status(ctx)
	}
}

// Activate is the second screen of the household submitting the code, with the MVPD
// that was picked there. Where there is no code, nobody can type one.
func (a *Activation) Activate(ctx context.Context, on *Device, mvpd string) {
	if a.Code == "" {
		return
	}
	act := on.do(ctx, journal.Activate, map[string]any{"code": a.Code, "mvpd": mvpd, "redirectUrl": redirectURL("done")})
	a.stuck = !a.device.home.world.Has(journal.Activate)
	if to := act.Text("url"); to != "" {
		a.URL = to
	}
}

// AwaitPolls waits until the subject has asked n times, since the login began,
// whether the user has signed in. Each poll gets its own patience.
func (a *Activation) AwaitPolls(ctx context.Context, n int) {
	for i := 1; i <= n; i++ {
		if a.Code == "" {
			return
		}
		count := 0
		e := a.device.home.world.await(ctx, fmt.Sprintf("poll %d for the code %s", i, a.Code), func(journal.Entry) bool {
			count++
			return count == i
		}, journal.Filter{Code: a.Code, Operation: "profilesByCode"})
		if e == nil {
			return
		}
	}
}

// AwaitProfile waits until Adobe Pass has told the subject of the profile, by
// whatever way the subject asks, and until the app hears of it.
func (a *Activation) AwaitProfile(ctx context.Context) {
	if a.Code == "" || a.stuck {
		return
	}
	w, d := a.device.home.world, a.device
	what := "an answer with the profile for " + d.Name
	_, err := w.find(ctx, what, func(e journal.Entry) bool {
		x, ok := e.(*journal.Exchange)
		return ok && !x.Start.Before(a.started) && hasProfile(x) && (x.Code == a.Code || x.Address == d.Address)
	}, journal.Filter{Code: a.Code, Status: "2xx"}, journal.Filter{Device: d.Address, Status: "2xx"})
	if a.untold && errors.Is(err, errPatience) {
		return // nobody told the subject to look
	}
	if err != nil {
		w.trouble("%s %w", what, err)
	}
	a.awaitStatus(ctx)
}

// awaitStatus waits until the app hears that the user is signed in.
func (a *Activation) awaitStatus(ctx context.Context) {
	w, d := a.device.home.world, a.device
	for range 6 {
		if d.Status(ctx) || !w.Has(journal.Status) || ctx.Err() != nil || w.lost("the status of "+d.Name) {
			return
		}
		w.Pause(ctx, 500*time.Millisecond)
	}
	w.trouble("%s has not become signed in", d.Name)
}

func hasProfile(x *journal.Exchange) bool {
	var body struct {
		Profiles map[string]any `json:"profiles"`
	}
	return x.Party == journal.Service && x.Response.Status/100 == 2 && x.Response.JSON(&body) == nil && len(body.Profiles) > 0
}

// SignsIn is a whole login on a second screen.
func (d *Device) SignsIn(ctx context.Context, mvpd string) {
	a := d.SignIn(ctx, mvpd)
	d.home.Viewer().Completes(ctx, a)
	a.AwaitProfile(ctx)
}
