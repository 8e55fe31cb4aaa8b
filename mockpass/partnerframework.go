package mockpass

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/passproof/passproof/mockpass/apple"
	"github.com/passproof/passproof/mockpass/inventory"
)

// SeedServiceToken makes the AD-Service-Token of a user, as an identity service would;
// one that was issued long ago may have expired. The error is an *inventory.Error: there
// is no subject, or a duration is none.
func (s *Server) SeedServiceToken(_ context.Context, seed inventory.ServiceTokenSeed) (inventory.ServiceToken, error) {
	if seed.Subject == "" {
		return inventory.ServiceToken{}, invalid("subject", "it is empty; want a name for the user")
	}
	if err := oneLine("subject", seed.Subject); err != nil {
		return inventory.ServiceToken{}, err
	}
	lifetime, err := lifetimeOf(seed.Lifetime, Duration(24*time.Hour))
	if err != nil {
		return inventory.ServiceToken{}, err
	}
	issued := s.clock.Now().Truncate(time.Second)
	if seed.Ago != "" {
		ago, err := time.ParseDuration(seed.Ago)
		if err != nil || ago < 0 {
			return inventory.ServiceToken{}, invalid("ago", "it is %q; want a duration such as 48h", seed.Ago)
		}
		issued = issued.Add(-ago)
	}
	until := issued.Add(lifetime).Truncate(time.Second)
	text, err := s.signServiceToken(seed.Subject, issued, until)
	return inventory.ServiceToken{Token: text, Issuer: ownIssuer, Subject: seed.Subject, Issued: issued, NotAfter: until}, err
}

// FrameworkStatus is the AP-Partner-Framework-Status of a device whose framework knows
// that. The error is an *inventory.Error that says what cannot be.
func (s *Server) FrameworkStatus(_ context.Context, in inventory.Framework) (inventory.FrameworkStatus, error) {
	f, err := s.framework(in)
	if err != nil {
		return inventory.FrameworkStatus{}, err
	}
	return inventory.FrameworkStatus{Status: f.Status()}, nil
}

// FrameworkAnswer is what a device's framework answers to an authentication request.
// The error is an *inventory.Error that says why it would answer nothing.
func (s *Server) FrameworkAnswer(_ context.Context, in inventory.FrameworkRequest) (inventory.FrameworkAnswer, error) {
	f, err := s.framework(in.Framework)
	if err != nil {
		return inventory.FrameworkAnswer{}, err
	}
	if f.Access != apple.Granted || f.Provider == "" {
		return inventory.FrameworkAnswer{}, conflict("access", "the user has not granted access, or is signed in to no provider: the framework answers nothing")
	}
	if f.Signer, err = s.samlSigner(); err != nil {
		return inventory.FrameworkAnswer{}, err
	}
	text, err := f.Answer(in.Request, s.clock.Now())
	if err != nil {
		return inventory.FrameworkAnswer{}, invalid("request", "%v", err)
	}
	return inventory.FrameworkAnswer{SAMLResponse: text}, nil
}

// framework is a stand-in without a signer.
func (s *Server) framework(in inventory.Framework) (*apple.Framework, error) {
	f := &apple.Framework{
		Access: cmp.Or(in.Access, apple.Granted), Provider: in.Provider, Account: cmp.Or(in.Account, "viewer"), Until: in.Until,
	}
	accesses := []string{apple.Granted, apple.Denied, apple.Restricted, apple.NotDetermined}
	m := s.settings().directory.mvpds[in.MVPD]
	switch {
	case !slices.Contains(accesses, f.Access):
		return nil, invalid("access", "it is %q; want one of %q", f.Access, accesses)
	case in.MVPD != "" && in.Provider != "":
		return nil, invalid("provider", "it stands beside mvpd; name the provider once")
	case in.MVPD != "" && m == nil:
		return nil, unknown("mvpd", "there is no MVPD %q", in.MVPD)
	case in.MVPD != "" && m.PlatformMappingID == "":
		return nil, conflict("mvpd", "%q has no platformMappingId: frameworks do not know it", in.MVPD)
	case m != nil:
		f.Provider = m.PlatformMappingID
	}
	for field, text := range map[string]string{"provider": f.Provider, "account": f.Account} {
		if err := oneLine(field, text); err != nil {
			return nil, err
		}
	}
	if f.Until.IsZero() {
		f.Until = s.clock.Now().Add(time.Hour)
	}
	return f, nil
}
