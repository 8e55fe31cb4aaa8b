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
	now := s.clock.Now()
	p := s.viewerProfile(v, account, now, cue.Lifetime)
	holder := state.DeviceKey(v.Client, v.ServiceProvider, v.Device)
	_, err = s.changeDevice(ctx, holder, now, func(d *state.Device) { d.Profiles[v.MVPD] = p })
	if err == nil {
		set := s.settings()
		in := set.directory.providers[v.ServiceProvider].integrations[v.MVPD]
		err = s.share(ctx, set.enabled(v.Identities, in, platformOf(v.Info)), holder, p)
	}
	if err != nil {
		return v, nil, err
	}
	v, err = s.changeSession(ctx, code, func(v state.Session) state.Session {
		v.Step = state.Completed
		return v
	})
	return v, cue.IDs, err
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
