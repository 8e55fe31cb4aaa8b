package world

import (
	"context"
	"fmt"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/mockpass/journal"
)

// A Household is the tenant of a scenario: a subscriber account with its devices and
// addresses. What is done to one household touches no other.
type Household struct {
	world   *World
	tb      TB
	account string
}

// Household makes a household of its own.
func (w *World) Household(tb TB) *Household {
	tb.Helper()
	w.mu.Lock()
	w.homes++
	n := w.homes
	w.mu.Unlock()
	return &Household{world: w, tb: tb, account: fmt.Sprintf("household-%d-%d", w.Seat+1, n)}
}

// A Device is a streaming device of a household.
type Device struct {
	app.Device
	home  *Household
	base  string // where its app calls
	codes []string
}

// seats is how many devices one scenario can have before addresses run out.
const seats = 16

// addresses are the ranges that are set aside for documentation: nobody's.
var addresses = []string{"192.0.2", "198.51.100", "203.0.113"}

// address is the n-th address of all, never one that ends in 0 or 255.
func address(n int) string {
	return fmt.Sprintf("%s.%d", addresses[n/254%len(addresses)], n%254+1)
}

// Device makes a device of that model.
func (h *Household) Device(ctx context.Context, m Model) *Device {
	h.tb.Helper()
	w := h.world
	w.mu.Lock()
	n := w.Seat*seats + w.devices
	w.devices++
	name := fmt.Sprintf("%s-%d", m.Kind, n+1)
	w.mu.Unlock()
	d := &Device{home: h, base: w.SubjectURL, Device: app.Device{
		Name: name, ID: fmt.Sprintf("%08x-0000-4000-8000-%012x", 0x9a55_0000+n, n+1), Address: address(n), Port: 40000 + n, Info: m.facts(),
	}}
	now := time.Now()
	w.record(ctx, &journal.Act{Verb: journal.Appear, Device: name, Start: now, End: now, Args: map[string]any{
		"id": d.ID, "address": d.Address, "port": d.Port, "info": d.Info,
	}})
	return d
}

// Television makes a Roku television.
func (h *Household) Television(ctx context.Context) *Device { return h.Device(ctx, RokuTV) }

// Phone makes an Android phone.
func (h *Household) Phone(ctx context.Context) *Device { return h.Device(ctx, AndroidPhone) }

// Viewer is the person at the browser.
func (h *Household) Viewer() *Viewer { return &Viewer{home: h} }
