package world

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
)

// A Household is the tenant of a scenario: a subscriber account with its devices and
// addresses. What is done to one household touches no other.
type Household struct {
	world   *World
	tb      TB
	account string
	ecid    string // Experience Cloud ID of its user
}

// Household makes a household of its own.
func (w *World) Household(tb TB) *Household {
	tb.Helper()
	w.mu.Lock()
	w.homes++
	n := w.homes
	w.mu.Unlock()
	return &Household{
		world: w, tb: tb, account: fmt.Sprintf("household-%d-%d", w.Seat+1, n),
		ecid: fmt.Sprintf("%019d%019d", w.Seat+1, n), // as long as real ones: 38 digits
	}
}

// A Device is a streaming device of a household.
type Device struct {
	app.Device
	home  *Household
	base  string // where its app calls
	codes []string
	// spoilt counts the directions under which a service may well have nothing but an
	// error for its app.
	spoilt atomic.Int32
	acted  atomic.Pointer[time.Time] // when the last verb of its app had its answer; nil: none had
	adrift atomic.Bool               // its service cannot reach Adobe Pass for a while: whatever it answers, and that it does not, is no trouble
	knows  inventory.Framework       // what its framework says
}

// Device makes a device of that model. A scenario that wants more devices than it has
// addresses fails at once.
func (h *Household) Device(ctx context.Context, m Model) *Device {
	h.tb.Helper()
	w := h.world
	w.mu.Lock()
	at, err := placeOf(w.Seat, w.devices)
	w.devices++
	w.mu.Unlock()
	if err != nil {
		h.tb.Fatalf("no %s can be made: %v", m.Kind, err)
		return nil
	}
	name := fmt.Sprintf("%s-%d", m.Kind, at.number+1)
	d := &Device{home: h, base: w.SubjectURL, Device: app.Device{
		Name: name, ID: fmt.Sprintf("%08x-0000-4000-8000-%012x", 0x9a55_0000+at.number, at.number+1), Address: at.address.String(), Port: at.port, Info: m.facts(), ECID: h.ecid,
	}}
	now := time.Now()
	w.record(ctx, &journal.Act{Verb: journal.Appear, Device: name, Start: now, End: now, Args: map[string]any{
		"id": d.ID, "address": d.Address, "port": d.Port, "info": d.Info, "ecid": d.ECID,
	}})
	return d
}

// Television makes a Roku television.
func (h *Household) Television(ctx context.Context) *Device { return h.Device(ctx, RokuTV) }

// Phone makes an Android phone.
func (h *Household) Phone(ctx context.Context) *Device { return h.Device(ctx, AndroidPhone) }

// Viewer is the person at the browser of the device's household.
func (d *Device) Viewer() *Viewer { return d.home.Viewer() }

// Viewer is the person at the browser.
func (h *Household) Viewer() *Viewer { return &Viewer{home: h} }
