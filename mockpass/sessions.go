package mockpass

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// createSession opens an authentication session, or says that none is needed (S001
// to S012).
func (s *Server) createSession(ctx context.Context, c *call) (any, error) {
	v := s.newSession(c)
	if err := s.usable(c, v); err != nil {
		return nil, err
	}
	reason, err := s.decides(ctx, c, v)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		return authorized(v.ID, v.ServiceProvider, v.MVPD, reason), nil
	}
	if err := s.openSession(ctx, c, v); err != nil {
		return nil, err
	}
	if len(s.missing(v)) > 0 {
		return s.incomplete(v, "resume", reasonNone), nil
	}
	return interactive(v, reasonNone), nil
}

// resumeSession adds parameters to a session (S020 to S027). Any client of the
// service provider may do so: that is how a second screen works.
func (s *Server) resumeSession(ctx context.Context, c *call) (any, error) {
	if _, err := s.live(c); err != nil {
		return nil, err
	}
	v := merged(c.session, c)
	if err := s.usable(c, v); err != nil {
		return nil, err
	}
	reason, err := s.decides(ctx, c, v)
	if err != nil {
		return nil, err
	}
	v, err = s.changeSession(ctx, c.code, func(old state.Session) state.Session {
		mvpd := old.MVPD
		old = merged(old, c)
		switch {
		case reason != "":
			old.Step = state.Completed
		case old.MVPD != mvpd:
			old.Step = state.Open // whatever happened at the other MVPD
		}
		return old
	})
	switch {
	case err != nil:
		return nil, err
	case reason != "":
		return authorized(v.ID, v.ServiceProvider, v.MVPD, reason), nil
	case len(s.missing(v)) > 0:
		return s.incomplete(v, "retry", reasonNone), nil
	}
	return interactive(v, reasonNone), nil
}

// newSession is the session that a call asks for. It is not stored yet.
func (s *Server) newSession(c *call) state.Session {
	h := c.request.Header
	return state.Session{
		ID: s.random.uuid(), Code: s.newCode(c), ServiceProvider: c.serviceProvider, Client: c.client.ID,
		Device: c.device, Info: deviceInfo(h.Get("X-Device-Info")), Address: c.peer(), UserAgent: h.Get("User-Agent"), Identities: s.identities(c),
		MVPD: c.param("mvpd"), DomainName: c.param("domainName"), RedirectURL: c.param("redirectUrl"),
		NotBefore: c.now, NotAfter: c.now.Add(c.lifetime(c.settings.lifetimes.Session)),
	}
}

// merged is a session with what a call adds to it.
func merged(v state.Session, c *call) state.Session {
	v.MVPD = cmp.Or(c.param("mvpd"), v.MVPD)
	v.DomainName = cmp.Or(c.param("domainName"), v.DomainName)
	v.RedirectURL = cmp.Or(c.param("redirectUrl"), v.RedirectURL)
	return v
}

// usable checks the parameters of a session. A domainName that the service
// provider has not registered is let pass: no error code exists for it.
func (s *Server) usable(c *call, v state.Session) error {
	if v.MVPD != "" {
		if err := s.integrate(c, v.MVPD); err != nil {
			return err
		}
	}
	if v.RedirectURL != "" && !absolute(v.RedirectURL) {
		return ErrInvalidParameterRedirectURL
	}
	return nil
}

// decides is the reason for which the device of a session need not sign in, or "":
// a rule of degradation, temporary access, a valid profile of its own, or one of
// single sign-on. A resumed session knows of no single sign-on: its requests carry no
// such header.
func (s *Server) decides(ctx context.Context, c *call, v state.Session) (string, error) {
	if v.MVPD == "" || c.settings.Switches.MissingBeforeProfile && len(s.missing(v)) > 0 {
		return "", nil
	}
	if s.degradation(c, v.MVPD, AuthNAll) != nil {
		return reasonDegraded, nil
	}
	if c.tempPass(v.MVPD) != nil {
		return reasonTemporary, nil
	}
	var p state.Profile
	var err error
	if c.endpoint.operation == specs.ResumeSession {
		p, err = s.profileOf(ctx, state.DeviceKey(v.Client, v.ServiceProvider, v.Device), v.MVPD, c.now)
	} else {
		p, err = s.profileFor(ctx, c, v.MVPD)
	}
	switch {
	case noProfile(err):
		return "", nil
	case err != nil:
		return "", err
	case p.Type == "regular":
		return reasonAuthenticated, nil
	}
	return reasonAuthenticatedSSO, nil
}

// openSession stores a session. The device's code before it is void from now on.
func (s *Server) openSession(ctx context.Context, c *call, v state.Session) error {
	if err := s.store.Sessions().Save(ctx, v.Code, v, v.NotAfter.Add(afterlife)); err != nil {
		return err
	}
	c.exchange.Code = v.Code
	return s.supersede(ctx, v, c.now)
}

// supersede makes the code of a new session that of its device, and the one before it void.
func (s *Server) supersede(ctx context.Context, v state.Session, now time.Time) error {
	before := ""
	_, err := s.changeDevice(ctx, state.DeviceKey(v.Client, v.ServiceProvider, v.Device), now, func(d *state.Device) {
		before, d.Code = d.Code, v.Code
		d.Address = cmp.Or(v.Address, d.Address)
	})
	if err != nil || before == "" || before == v.Code {
		return err
	}
	_, err = s.changeSession(ctx, before, func(old state.Session) state.Session {
		old.Superseded = true
		return old
	})
	if errors.Is(err, state.ErrNotFound) {
		return nil // it was forgotten long since
	}
	return err
}

// live is the call's session if it can still be used.
func (s *Server) live(c *call) (state.Session, error) {
	v := c.session
	if v.Code == "" || v.Superseded || !c.now.Before(v.NotAfter) {
		return v, ErrInvalidAuthenticationSession
	}
	return v, nil
}

// lookSession is the session of a code, or the zero session.
func (s *Server) lookSession(ctx context.Context, code string) (state.Session, error) {
	v, err := s.store.Sessions().Load(ctx, code)
	if errors.Is(err, state.ErrNotFound) {
		return state.Session{}, nil
	}
	return v, err
}

// changeSession replaces a session by what change makes of it.
func (s *Server) changeSession(ctx context.Context, code string, change func(state.Session) state.Session) (state.Session, error) {
	return s.store.Sessions().Change(ctx, code, func(v state.Session, found bool) (state.Session, time.Time, error) {
		if !found {
			return v, time.Time{}, state.ErrNotFound
		}
		v = change(v)
		return v, v.NotAfter.Add(afterlife), nil
	})
}
