package mockpass

import (
	"crypto/rsa"
	"errors"
	"time"
)

// settings are a configuration that was checked, made ready to look things up in.
// They do not change; [Server.Reconfigure] puts others in their place.
type settings struct {
	Config
	lifetimes Lifetimes
	directory *directory

	degradations []Degradation // with Start and End filled in
	issuers      map[string]*rsa.PublicKey
	mean         *meanness // nil without mean mode
}

// newSettings checks a configuration. Its errors name the place and what to write.
func newSettings(c Config, k *keys, now time.Time) (*settings, error) {
	next := &settings{Config: c, lifetimes: c.Lifetimes.filled(), mean: newMeanness(c)}
	if c.Mean {
		next.lifetimes = c.Lifetimes.shortened().filled()
	}
	var err error
	next.directory, err = newDirectory(c, k)
	wrong := []error{err, c.Lifetimes.check(), c.Limits.check()}
	for i, rule := range c.Degradations {
		if err != nil {
			break // it would be told what is wrong with the directory once more
		}
		rule, err := rule.bounded(place("degradations", i), next.directory, now)
		wrong = append(wrong, err)
		next.degradations = append(next.degradations, rule)
	}
	next.issuers, err = tokenIssuers(c.TokenIssuers, &k.rsa.PublicKey)
	wrong = append(wrong, err)
	if c.Throttle.Burst < 0 {
		wrong = append(wrong, misconfigured("throttle.burst", "it is below zero; 0 means 10"))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return next, nil
}

// settings are those that hold now. A call asks once and keeps them.
func (s *Server) settings() *settings { return s.current.Load() }

// Reconfigure puts another configuration in place of the one that holds: calls that
// come from now on see it whole, those under way go on with the one before. Clients,
// tokens, sessions and profiles stay, so an MVPD can be taken away from a viewer who
// is signed in with it. On an error nothing has changed. The key and the limits
// cannot change while the mock runs.
func (s *Server) Reconfigure(c Config) error {
	now := s.settings()
	switch {
	case c.Key != now.Key:
		return misconfigured("key", "it cannot change while the mock runs; start it anew")
	case c.Limits.filled() != now.Limits.filled():
		return misconfigured("limits", "they cannot change while the mock runs; start it anew")
	}
	next, err := newSettings(c, s.keys, s.clock.Now())
	if err != nil {
		return err
	}
	s.current.Store(next)
	return nil
}
