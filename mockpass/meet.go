package mockpass

import (
	"context"

	"github.com/passproof/passproof/mockpass/state"
)

// meet remembers the device of a call and where it is. It is for devices that get
// something without ever having had a session: whoever steers the mock means them by
// their address too.
func (s *Server) meet(ctx context.Context, c *call) error {
	address := c.peer()
	d, err := s.deviceOf(ctx, c.holder())
	if err != nil || address == d.Address && address != "" {
		return err
	}
	_, err = s.changeDevice(ctx, c.holder(), c.now, func(d *state.Device) { d.Address = address })
	return err
}
