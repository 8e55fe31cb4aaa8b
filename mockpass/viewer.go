package mockpass

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// Complete ends the login of a code as though the viewer had signed in as account
// at the MVPD, without a browser; an empty account is "viewer". The error says why that cannot be: there is no
// live session of that code, or it still lacks parameters.
func (s *Server) Complete(code, account string) error {
	_, _, err := s.signIn(context.Background(), code, account)
	return err
}

// Decline ends the login of a code as though the MVPD had turned the viewer down:
// nothing is saved, and the viewer may try again. Errors are those of Complete.
func (s *Server) Decline(code string) error {
	_, err := s.turnDown(context.Background(), code)
	return err
}

// ready is the session of a code if a viewer can sign in with it.
func (s *Server) ready(ctx context.Context, code string) (state.Session, error) {
	v, err := s.lookSession(ctx, code)
	switch {
	case err != nil:
		return v, err
	case v.Code == "":
		return v, fmt.Errorf("mockpass: there is no session with the code %q", code)
	case v.Superseded:
		return v, fmt.Errorf("mockpass: the code %q is void: its device has asked for a new one since", code)
	case !s.clock.Now().Before(v.NotAfter):
		return v, fmt.Errorf("mockpass: the code %q expired at %v", code, v.NotAfter.Format(time.RFC3339))
	case len(s.missing(v)) > 0:
		return v, fmt.Errorf("mockpass: the session of the code %q still lacks %v; resume it first", code, s.missing(v))
	case v.Step == state.Completed:
		return v, fmt.Errorf("mockpass: the viewer has signed in with the code %q already", code)
	}
	return v, nil
}

// signIn saves a profile for the device of a session and returns the session and
// the IDs of the directions that shaped the profile.
func (s *Server) signIn(ctx context.Context, code, account string) (state.Session, []string, error) {
	account = cmp.Or(account, "viewer")
	v, err := s.ready(ctx, code)
	if err != nil {
		return v, nil, err
	}
	cue := s.stage.Cue(stage.Call{
		Operation: specs.Authenticate, ServiceProvider: v.ServiceProvider, MVPD: v.MVPD,
		Devices: []string{v.Device, v.Address, v.Client}, Code: v.Code, Offers: stage.Lifetimes,
	})
	lifetime := time.Duration(s.settings().lifetimes.Profile)
	if cue.Lifetime > 0 {
		lifetime = cue.Lifetime
	}
	now := s.clock.Now()
	p, err := s.newProfile(v, account, now, lifetime)
	if err != nil {
		return v, nil, err
	}
	_, err = s.changeDevice(ctx, state.DeviceKey(v.Client, v.ServiceProvider, v.Device), now, func(d *state.Device) {
		d.Profiles[v.MVPD] = p
	})
	if err != nil {
		return v, nil, err
	}
	v, err = s.changeSession(ctx, code, func(v state.Session) state.Session {
		v.Step = state.Completed
		return v
	})
	return v, cue.IDs, err
}

// turnDown sends a session back to where it was before the login page was opened.
func (s *Server) turnDown(ctx context.Context, code string) (state.Session, error) {
	if v, err := s.ready(ctx, code); err != nil {
		return v, err
	}
	return s.changeSession(ctx, code, func(v state.Session) state.Session {
		if v.Step == state.Started {
			v.Step = state.Open
		}
		return v
	})
}
