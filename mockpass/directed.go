package mockpass

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
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
		Offers:          c.endpoint.undergoes(),
		Knows:           func(code string) bool { return s.knows(c.endpoint, code) },
	})
	c.exchange.Directed = c.cue.IDs
	if err := s.wait(ctx, c.cue.Delay); err != nil {
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
		return s.changeToken(ctx, c.bearer.ID, func(t *state.Token) { t.Revoked = true })
	case do.Expire:
		return s.changeToken(ctx, c.bearer.ID, func(t *state.Token) { t.NotAfter = c.now })
	case do.Cut == stage.Before:
		return errCut
	}
	return &bareStatus{do}
}

// undergoes are the effects that directions can have on a call.
func (e endpoint) undergoes() stage.Effects {
	out := e.offers | stage.Answers | stage.Wires | stage.Delays
	if e.needs&bearer != 0 {
		out |= stage.Bearers
	}
	if e.needs&browser == 0 {
		out |= stage.Bodies
	}
	return out
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

// changeToken changes what is remembered of an access token. The change lasts: the
// token stays void for all calls that come after.
func (s *Server) changeToken(ctx context.Context, id string, change func(*state.Token)) error {
	if id == "" {
		return nil // the call has none, and will be refused anyway
	}
	_, err := s.store.Tokens().Change(ctx, id, func(t state.Token, found bool) (state.Token, time.Time, error) {
		if !found {
			return t, time.Time{}, state.ErrNotFound
		}
		change(&t)
		return t, t.NotAfter.Add(afterlife), nil
	})
	if errors.Is(err, state.ErrNotFound) {
		return nil // it is not of this server, and will be refused anyway
	}
	return err
}
