package world

import (
	"context"
	"fmt"

	"github.com/passproof/passproof/mockpass/journal"
)

// FreePreview is a TempPass of the service provider: the basic one, or, where there is
// none, the promotional one. It is empty where there is neither.
func (w *World) FreePreview() string {
	if w.TempPass.Basic != "" {
		return w.TempPass.Basic
	}
	return w.TempPass.Promotional
}

// A Preview is a playback on temporary access.
type Preview struct {
	Allowed  bool
	Until    string // when it ends, as the app was told; empty: it was not
	device   *Device
	mvpd     string
	resource string
}

// Preview presses play on a free preview, without a login. The user tells who he is,
// which only a promotional TempPass makes use of.
func (d *Device) Preview(ctx context.Context, mvpd, resource, user string) *Preview {
	a := d.do(ctx, journal.Preview, map[string]any{"mvpd": mvpd, "resource": resource, "user": user})
	return &Preview{Allowed: a.Flag("allowed"), Until: a.Text("until"), device: d, mvpd: mvpd, resource: resource}
}

// Heartbeat is the player telling that the stream goes on. It returns whether the app
// was told to stop it.
func (p *Preview) Heartbeat(ctx context.Context) (stop bool) {
	return p.device.do(ctx, journal.Heartbeat, map[string]any{"mvpd": p.mvpd, "resource": p.resource}).Flag("stop")
}

// Remaining asks what is left of a free preview.
func (d *Device) Remaining(ctx context.Context, mvpd, user string) {
	d.do(ctx, journal.Remaining, map[string]any{"mvpd": mvpd, "user": user})
}

// Email is an address of a person of the household, written with capital letters as
// people do.
func (h *Household) Email(name string) string {
	return fmt.Sprintf("%s.%s@Example.com", name, h.account)
}
