package world

import (
	"context"

	"github.com/passproof/passproof/mockpass/journal"
)

// Types is the user of a second screen submitting whatever they typed as a code, with
// the MVPD that they picked there. It returns where the app sends the browser; empty:
// nowhere.
func (d *Device) Types(ctx context.Context, code, mvpd string) string {
	return d.do(ctx, journal.Activate, map[string]any{"code": code, "mvpd": mvpd, "redirectUrl": redirectURL("done")}).Text("url")
}

// Misread is a code with its last sign taken for another.
func (a *Activation) Misread() string {
	if a.Code == "" {
		return ""
	}
	last := byte('7')
	if a.Code[len(a.Code)-1] == last {
		last = 'K'
	}
	return a.Code[:len(a.Code)-1] + string(last)
}

// LooksUp is how often the subject looked for a profile of the device since the login
// began and before it created a session.
func (a *Activation) LooksUp(ctx context.Context) int {
	n := 0
	for _, e := range a.device.home.world.published(ctx, journal.Filter{Device: a.device.Address, Party: journal.Service}) {
		x, ok := e.(*journal.Exchange)
		if !ok || x.Start.Before(a.started) {
			continue
		}
		switch x.Operation {
		case "createSession":
			return n
		case "profiles", "profilesByMvpd":
			n++
		}
	}
	return n
}
