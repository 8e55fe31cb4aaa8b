package mockpass

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// Complete ends the login of a code as though the viewer had signed in as account
// at the MVPD, without a browser; an empty account is "viewer". The error is an
// *inventory.Error that says why that cannot be: there is no live session of that
// code, it still lacks parameters, or somebody has signed in with it already.
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

// ready tells why a viewer cannot sign in with a session; nil: they can.
func (s *Server) ready(v state.Session, now time.Time) error {
	text, remedy := "", "create another session"
	switch {
	case v.Superseded:
		text = fmt.Sprintf("the code %q is void: its device has asked for a new one since", v.Code)
	case !now.Before(v.NotAfter):
		text = fmt.Sprintf("the code %q expired at %v", v.Code, v.NotAfter.Format(time.RFC3339))
	case len(s.missing(v)) > 0:
		text, remedy = fmt.Sprintf("the session of the code %q still lacks %v", v.Code, s.missing(v)), "resume it first"
	case v.Step == state.Completed:
		text = fmt.Sprintf("the viewer has signed in with the code %q already", v.Code)
	case !s.integrated(v.ServiceProvider, v.MVPD):
		text = fmt.Sprintf("%s has no integration with %q any more", v.ServiceProvider, v.MVPD)
	default:
		return nil
	}
	return &inventory.Error{Reason: inventory.Conflict, Field: "code", Message: text, Remedy: remedy}
}

// changeReady changes a session that a viewer can sign in with, in one step: of two
// who try to change the same session one comes first, and the other sees what the
// first has made of it.
func (s *Server) changeReady(ctx context.Context, code string, change func(*state.Session)) (state.Session, error) {
	now := s.clock.Now()
	return s.store.Sessions().Change(ctx, code, func(v state.Session, found bool) (state.Session, time.Time, error) {
		if !found {
			return v, time.Time{}, unknown("code", "there is no session with the code %q", code)
		}
		if err := s.ready(v, now); err != nil {
			return v, time.Time{}, err
		}
		change(&v)
		return v, v.NotAfter.Add(afterlife), nil
	})
}

// signIn saves a profile for the device of a session and returns the session and
// the IDs of the directions that shaped the profile. The session is taken first, so
// that a code is good for one sign-in; without a profile it is given back.
func (s *Server) signIn(ctx context.Context, code, account string) (state.Session, []string, error) {
	var before state.SessionStep
	v, err := s.changeReady(ctx, code, func(v *state.Session) { before, v.Step = v.Step, state.Completed })
	if err != nil {
		return v, nil, err
	}
	directed, err := s.grant(ctx, v, cmp.Or(account, "viewer"))
	if err != nil {
		_, undo := s.changeSession(ctx, code, func(v state.Session) state.Session {
			v.Step = before
			return v
		})
		return v, nil, errors.Join(err, undo)
	}
	return v, directed, nil
}

// grant gives the device of a session the profile of an account.
func (s *Server) grant(ctx context.Context, v state.Session, account string) (directed []string, err error) {
	cue := s.stage.Cue(stage.Call{
		Operation: specs.Authenticate, ServiceProvider: v.ServiceProvider, MVPD: v.MVPD,
		Devices: []string{v.Device, v.Address, v.Client}, Code: v.Code, Offers: stage.Lifetimes,
	})
	now := s.clock.Now()
	p := s.viewerProfile(v, account, now, cue.Lifetime)
	holder := state.DeviceKey(v.Client, v.ServiceProvider, v.Device)
	_, err = s.changeDevice(ctx, holder, now, func(d *state.Device) {
		d.Profiles[v.MVPD] = p
		d.Address = cmp.Or(v.Address, d.Address)
	})
	if err != nil {
		return nil, err
	}
	set := s.settings()
	in := set.directory.providers[v.ServiceProvider].integrations[v.MVPD]
	return cue.IDs, s.share(ctx, set.enabled(v.Identities, in, platformOf(v.Info)), holder, p)
}

// viewerProfile is what the viewer of a session gets: for as long as a direction, the
// network at home, the platform or the configuration says.
func (s *Server) viewerProfile(v state.Session, account string, now time.Time, directed time.Duration) state.Profile {
	set := s.settings()
	m := set.directory.mvpds[v.MVPD]
	in := set.directory.providers[v.ServiceProvider].integrations[v.MVPD]
	lifetime := time.Duration(set.lifetimes.Profile)
	if len(in.Platforms) > 0 {
		lifetime = time.Duration(set.lifetimes.on(in.platform(platformOf(v.Info))).Profile)
	}
	if m.account(account).HomeBased {
		lifetime = time.Duration(set.lifetimes.HomeBased)
	}
	if directed > 0 {
		lifetime = directed
	}
	return s.newProfile(m, account, "regular", now, lifetime)
}

// turnDown sends a session back to where it was before the login page was opened.
func (s *Server) turnDown(ctx context.Context, code string) (state.Session, error) {
	return s.changeReady(ctx, code, func(v *state.Session) {
		if v.Step == state.Started {
			v.Step = state.Open
		}
	})
}
