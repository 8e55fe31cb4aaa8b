package world

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// Direct puts a direction on the stage for calls of this device alone, and takes it
// off when the scenario ends or the returned function is called.
func (d *Device) Direct(ctx context.Context, direction stage.Direction) (withdraw func()) {
	direction.Match.Devices = d.names(ctx)
	return d.direct(ctx, direction)
}

// Direct is [Device.Direct] for calls that speak of the code, whichever device of the
// household makes them.
func (a *Activation) Direct(ctx context.Context, direction stage.Direction) (withdraw func()) {
	if a.Code == "" {
		return func() {} // without a code there are no such calls
	}
	direction.Match.Codes = []string{a.Code}
	return a.device.direct(ctx, direction)
}

func (d *Device) direct(ctx context.Context, direction stage.Direction) (withdraw func()) {
	w := d.home.world
	if w.lost("a direction for " + d.Name) {
		return func() {}
	}
	now := time.Now()
	id, err := w.client.Direct(ctx, direction)
	if err != nil {
		w.trouble("a direction for %s: %w", d.Name, err)
		return func() {}
	}
	w.record(ctx, &journal.Act{Verb: journal.Direct, Device: d.Name, Start: now, End: time.Now(), Args: map[string]any{"id": id, "direction": direction}})
	spoils := spoils(direction.Do)
	if spoils {
		d.spoilt.Add(1)
	}
	withdraw = sync.OnceFunc(func() {
		d.withdraw(ctx, id)
		if spoils {
			d.spoilt.Add(-1)
		}
	})
	d.home.tb.Cleanup(withdraw)
	return withdraw
}

// spoils tells whether calls fail by a direction.
func spoils(do stage.Do) bool {
	return do.Error != "" || do.Status != 0 || do.Cut != "" || do.NotJSON || do.Truncate
}

// withdraw takes a direction off, even when the scenario was cut short. One that is
// used up is off already, and a mock that has ended has none.
func (d *Device) withdraw(ctx context.Context, id string) {
	w := d.home.world
	if w.lost("withdrawing a direction for " + d.Name) {
		return
	}
	ctx, cancel := tidy(ctx)
	defer cancel()
	now := time.Now()
	var refused *control.Error
	err := w.client.Withdraw(ctx, id)
	usedUp := errors.As(err, &refused) && refused.Status == http.StatusNotFound
	if err != nil && !usedUp {
		w.trouble("withdrawing a direction for %s: %w", d.Name, err)
		return
	}
	w.record(ctx, &journal.Act{Verb: journal.Withdraw, Device: d.Name, Start: now, End: time.Now(), Args: map[string]any{"id": id}})
}

// names are all names by which the mock may know the device: the id that the app
// gave to the subject, its address, and what the subject made of the id.
func (d *Device) names(ctx context.Context) []string {
	names := []string{d.ID, d.Address}
	for _, code := range d.codes {
		for _, e := range d.home.world.published(ctx, journal.Filter{Operation: "createSession", Code: code}) {
			if x, ok := e.(*journal.Exchange); ok && x.Device != "" {
				names = append(names, x.Device)
			}
		}
	}
	return names
}
