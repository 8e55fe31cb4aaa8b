package mockpass

import (
	"context"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// census tells by which names each device is known: those by which directions can
// mean it. It is keyed like the table of devices.
type census map[string]names

type names map[string]bool

// census goes through all devices and sessions.
func (s *Server) census(ctx context.Context) (census, error) {
	out := census{}
	for key, d := range s.store.Devices().All(ctx) {
		client, _, device, _ := state.SplitDeviceKey(key)
		out.add(key, client, device, d.Address)
	}
	for _, v := range s.store.Sessions().All(ctx) {
		out.add(state.DeviceKey(v.Client, v.ServiceProvider, v.Device), v.Client, v.Device, v.Address)
	}
	return out, ctx.Err()
}

// named is the census that a selection needs: none, unless it asks for a name.
func (s *Server) named(ctx context.Context, sel inventory.Selection) (census, error) {
	if sel.Device == "" {
		return nil, nil
	}
	return s.census(ctx)
}

func (c census) add(key string, more ...string) {
	if c[key] == nil {
		c[key] = names{}
	}
	for _, name := range more {
		if name != "" {
			c[key][name] = true
		}
	}
}

// split parts the devices that have a name from all others, and gathers the names of
// each side.
func (c census) split(name string) (keys map[string]bool, own, others names) {
	keys, own, others = map[string]bool{}, names{name: true}, names{}
	for key, known := range c {
		side := others
		if known[name] {
			keys[key], side = true, own
		}
		for n := range known {
			side[n] = true
		}
	}
	return keys, own, others
}

// ofDevice tells whether a selection picks what belongs to a device of a client.
func (s *Server) ofDevice(ctx context.Context, sel inventory.Selection, known census, client, serviceProvider, device string) bool {
	if !about(sel.Client, client) || !about(sel.ServiceProvider, serviceProvider) {
		return false
	}
	if sel.Device != "" && !known[state.DeviceKey(client, serviceProvider, device)][sel.Device] {
		return false
	}
	if sel.Application == "" {
		return true
	}
	c, err := s.store.Clients().Load(ctx, client)
	return err == nil && c.Application == sel.Application
}
