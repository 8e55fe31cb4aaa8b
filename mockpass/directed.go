package mockpass

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// direct asks the stage what to do with a call, waits as long as it wants, and
// answers in place of the operation where it wants that.
func (s *Server) direct(ctx context.Context, c *call) error {
	if c.route == nil || s.stage.Empty() {
		return nil
	}
	c.cue = s.stage.Cue(stage.Call{
		Operation:       c.route.Operation,
		ServiceProvider: c.serviceProvider,
		MVPD:            c.mvpd,
		Devices:         c.names(),
		Code:            c.code,
		Resources:       c.resources,
		Offers:          c.endpoint.offers | stage.Answers | stage.Delays,
		Knows:           func(code string) bool { return find(c.endpoint.family(), code) != nil },
	})
	c.exchange.Directed = c.cue.IDs
	if err := wait(ctx, c.cue.Delay); err != nil {
		return err
	}
	c.now = s.clock.Now()
	do := c.cue.Answer
	switch {
	case do == nil:
		return nil
	case do.Error != "":
		return find(c.endpoint.family(), do.Error).With(do.Details)
	case do.Revoke:
		return s.revoke(ctx, c.bearer.ID)
	}
	return &bareStatus{do}
}

// names are those by which directions can mean the device of a call. A browser
// brings none along, so it is known by those of its session.
func (c *call) names() []string {
	if c.endpoint.needs&browser != 0 {
		return []string{c.session.Device, c.session.Address, c.session.Client}
	}
	return []string{c.device, cmp.Or(c.address, c.describedAddress()), c.clientID()}
}

// describedAddress is the address that a device description tells: the API reference
// of registration lists no X-Forwarded-For.
func (c *call) describedAddress() string {
	i := info{}
	if json.Unmarshal(deviceInfo(c.request.Header.Get("X-Device-Info")), &i) != nil {
		return ""
	}
	address, _ := i["connectionIp"].(string)
	return address
}

// bareStatus is an answer that a direction has dictated.
type bareStatus struct{ *stage.Do }

// Error implements error.
func (*bareStatus) Error() string { return "a direction has dictated the answer" }

// family are the errors that an operation can answer with.
func (e endpoint) family() []*Error {
	switch e.operation {
	case specs.Register:
		return registerErrors()
	case specs.Token:
		return tokenErrors()
	}
	return EnhancedErrors()
}

// wait waits, unless the client leaves before.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return errCut
	}
}

// revoke makes an access token invalid from now on.
func (s *Server) revoke(ctx context.Context, id string) error {
	if id == "" {
		return nil // the call has none, and will be refused anyway
	}
	_, err := s.store.Tokens().Change(ctx, id, func(t state.Token, _ bool) (state.Token, time.Time, error) {
		t.Revoked = true
		return t, t.NotAfter.Add(afterlife), nil
	})
	return err
}
