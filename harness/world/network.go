package world

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/mockpass/journal"
)

// ErrNoNetwork tells that the subject cannot be given a network of its own.
var ErrNoNetwork = errors.New("the subject finds Adobe Pass at a base URL, not by name")

// OwnNetwork starts an instance of the subject for this scenario alone, in a network with
// settings. The error is ErrNoOwn or ErrNoNetwork where that cannot be.
func (w *World) OwnNetwork(ctx context.Context, tb TB, s network.Settings) (*Instance, error) {
	tb.Helper()
	if w.Setup.Own == nil {
		return nil, ErrNoOwn
	}
	if w.WithoutNetworks != "" {
		return nil, fmt.Errorf("%w: %s", ErrNoNetwork, w.WithoutNetworks)
	}
	return w.own(ctx, tb, func(ctx context.Context, name string) error {
		start := time.Now()
		if err := w.nets.Set(ctx, name, s); err != nil {
			return err
		}
		w.record(ctx, &journal.Act{Verb: journal.Network, Start: start, End: time.Now(), Args: map[string]any{
			"network": name, "what": "settings", "ttl": int(s.TTL / time.Second), "close": s.Close,
		}})
		return nil
	})
}

// Moves lets Adobe move its host to the other data centre, and puts the one before into a
// state. Until the subject has arrived there, apps may get no answer.
func (i *Instance) Moves(ctx context.Context, before network.State) {
	if i.world.lost("moving a data centre") {
		return
	}
	i.drift(before != network.Healthy)
	start := time.Now()
	from, to, err := i.world.nets.Move(ctx, i.own.Network(), before)
	if err != nil {
		i.world.trouble("moving a data centre: %w", err)
		return
	}
	i.at = to
	i.tell(ctx, start, map[string]any{"what": "moved", "from": from, "to": to, "state": string(before)})
}

// Shows lets Adobe's host show a certificate with a fault, or the right one again where it
// is empty. Meanwhile apps may get no answer.
func (i *Instance) Shows(ctx context.Context, fault string) {
	if i.world.lost("showing a certificate") {
		return
	}
	i.drift(true)
	start := time.Now()
	if err := i.world.nets.Present(ctx, i.own.Network(), fault); err != nil {
		i.world.trouble("showing a certificate: %w", err)
		return
	}
	i.tell(ctx, start, map[string]any{"what": "certificate", "kind": fault})
}

// Recovers ends the time in which apps may get no answer.
func (i *Instance) Recovers() { i.drift(false) }

func (i *Instance) drift(adrift bool) {
	for _, d := range i.on {
		d.adrift.Store(adrift)
	}
}

func (i *Instance) tell(ctx context.Context, start time.Time, args map[string]any) {
	args["network"], args["devices"] = i.own.Network(), i.devices
	i.world.record(ctx, &journal.Act{Verb: journal.Network, Start: start, End: time.Now(), Args: args})
}

// heard are the connections of this instance so far.
func (i *Instance) heard(ctx context.Context) []*journal.Connection {
	var out []*journal.Connection
	for _, e := range i.world.published(ctx, journal.Filter{Network: i.own.Network()}) {
		if c, ok := e.(*journal.Connection); ok {
			out = append(out, c)
		}
	}
	return out
}

// Arrived tells whether a request has reached the data centre that Adobe moved to.
func (i *Instance) Arrived(ctx context.Context) bool {
	there := map[uint64]bool{}
	for _, c := range i.heard(ctx) {
		if c.DataCentre == i.at && c.Number != 0 {
			there[c.Number] = true
		}
	}
	return slices.ContainsFunc(i.on, func(d *Device) bool {
		return slices.ContainsFunc(i.world.published(ctx, journal.Filter{Device: d.Address}), func(e journal.Entry) bool {
			x, ok := e.(*journal.Exchange)
			return ok && there[x.Conn] && x.Response.Status != 0
		})
	})
}

// Renewed tells whether connections were opened to addresses of at least two answers.
func (i *Instance) Renewed(ctx context.Context) bool {
	to := map[string]bool{}
	for _, c := range i.heard(ctx) {
		to[c.To.Addr().String()] = true
	}
	return len(to) > 1
}
