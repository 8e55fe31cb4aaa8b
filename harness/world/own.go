package world

import (
	"context"
	"errors"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// ErrNoOwn tells that the subject runs already and that no other can be started.
var ErrNoOwn = errors.New("the subject was not started by passproof, so the scenario cannot have an instance of its own; let passproof start it with subject.command, image or dockerfile")

// An OwnSubject is an instance of the subject that belongs to one scenario.
type OwnSubject interface {
	Address() string
	// Network is the name of the network that it is in; empty: that of this machine.
	Network() string
	Restart(context.Context) error
	Close() error
}

// An Instance is an instance of the subject that a scenario may restart.
type Instance struct {
	world   *World
	own     OwnSubject
	devices []string // whose apps call it
	on      []*Device
	at      string // the data centre that Adobe has moved to
}

// Own starts an instance of the subject for this scenario alone. It ends with the
// scenario.
func (w *World) Own(ctx context.Context, tb TB) (*Instance, error) {
	tb.Helper()
	return w.own(ctx, tb, func(context.Context, string) error { return nil })
}

// own is Own that does something to the network before the subject starts in it.
func (w *World) own(ctx context.Context, tb TB, prepare func(ctx context.Context, network string) error) (*Instance, error) {
	tb.Helper()
	if w.Setup.Own == nil {
		return nil, ErrNoOwn
	}
	start := time.Now()
	own, err := w.Setup.Own(ctx, prepare)
	if err != nil {
		return nil, err
	}
	tb.Cleanup(func() {
		if err := own.Close(); err != nil {
			w.trouble("closing the scenario's own subject: %w", err)
		}
	})
	w.record(ctx, &journal.Act{Verb: journal.Start, Start: start, End: time.Now(), Args: map[string]any{"instance": own.Address(), "network": own.Network()}})
	return &Instance{world: w, own: own}, nil
}

// On makes the device's app call this instance.
func (i *Instance) On(d *Device) {
	d.base = i.own.Address()
	i.devices, i.on = append(i.devices, d.Name), append(i.on, d)
}

// Restart stops the instance and starts it again with its state kept.
func (i *Instance) Restart(ctx context.Context) {
	act := &journal.Act{Verb: journal.Restart, Start: time.Now(), Args: map[string]any{"instance": i.own.Address(), "devices": i.devices}}
	if err := i.own.Restart(ctx); err != nil {
		act.Failure = err.Error()
		i.world.trouble("restarting the subject: %w", err)
	}
	act.End = time.Now()
	i.world.record(ctx, act)
}
