package mockpass

import (
	"context"
	"errors"
	"slices"

	"github.com/passproof/passproof/mockpass/state"
)

// decisionsAnswer answers preauthorize and authorize, one decision for each
// resource in the order of the request
// (rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd).
type decisionsAnswer struct {
	Decisions []decision `json:"decisions"`
}

type decision struct {
	Resource        string      `json:"resource"`
	ServiceProvider string      `json:"serviceProvider"`
	MVPD            string      `json:"mvpd"`
	Source          string      `json:"source"` // mvpd or dummy
	Authorized      bool        `json:"authorized"`
	Token           *mediaToken `json:"token,omitempty"`
	NotBefore       int64       `json:"notBefore,omitempty"` // milliseconds
	NotAfter        int64       `json:"notAfter,omitempty"`
	Error           *enhanced   `json:"error,omitempty"`
}

// decider answers for one resource under a valid profile.
type decider func(ctx context.Context, c *call, p state.Profile, resource string) (decision, error)

// preauthorize tells which resources are worth showing (S110 to S120).
func (s *Server) preauthorize(ctx context.Context, c *call) (any, error) {
	return s.decide(ctx, c, c.integration.PreauthorizeLimit, s.preauthorizeOne)
}

// authorize tells which resources may be played, and gives a media token for each
// (S130 to S149).
func (s *Server) authorize(ctx context.Context, c *call) (any, error) {
	return s.decide(ctx, c, c.integration.AuthorizeLimit, s.authorizeOne)
}

// decide goes from the request as a whole to each of its resources.
func (s *Server) decide(ctx context.Context, c *call, limit int, one decider) (any, error) {
	if len(c.resources) == 0 {
		return nil, ErrInvalidParameterResources
	}
	p, err := s.profileOf(ctx, c.holder(), c.mvpd, c.now)
	if err == nil && len(c.resources) > limit {
		err = ErrTooManyResources
	}
	var refusal *Error
	if err != nil && (!errors.As(err, &refusal) || !c.settings.Switches.ItemRequestErrors) {
		return nil, err
	}
	out := decisionsAnswer{make([]decision, 0, len(c.resources))}
	for _, resource := range c.resources {
		d := c.decision(resource)
		if refusal != nil {
			d.Error = s.enhance(refusal)
		} else if do := c.cue.Verdict(resource); do != nil && do.Deny != "" {
			d.Error = s.enhance(find(EnhancedErrors(), do.Deny).With(do.Details))
		} else if d, err = one(ctx, c, p, resource); err != nil {
			return nil, err
		}
		out.Decisions = append(out.Decisions, d)
	}
	return out, nil
}

// decision is one that says no so far.
func (c *call) decision(resource string) decision {
	d := decision{Resource: resource, ServiceProvider: c.serviceProvider, MVPD: c.mvpd, Source: "mvpd"}
	if c.integration.Dummy {
		d.Source = "dummy"
	}
	return d
}

// permits tells what the MVPD says about a resource for the account of a profile.
func (s *Server) permits(c *call, p state.Profile, resource string) bool {
	if do := c.cue.Verdict(resource); do != nil || c.integration.Dummy {
		return c.integration.Dummy || do.Permit
	}
	m := c.settings.directory.mvpds[c.mvpd]
	return !slices.Contains(m.DeniedResources, resource) && !slices.Contains(m.account(p.Account).DeniedResources, resource)
}

func (s *Server) preauthorizeOne(_ context.Context, c *call, p state.Profile, resource string) (decision, error) {
	d := c.decision(resource)
	d.Authorized = s.permits(c, p, resource)
	if !d.Authorized {
		d.Error = s.enhance(ErrPreauthorizationDeniedByMVPD)
	}
	return d, nil
}

func (s *Server) authorizeOne(ctx context.Context, c *call, p state.Profile, resource string) (decision, error) {
	known, err := s.decisionOf(ctx, c, p, resource)
	if err != nil {
		return decision{}, err
	}
	d := c.decision(resource)
	d.Authorized, d.NotBefore, d.NotAfter = known.Permit, known.NotBefore.UnixMilli(), known.NotAfter.UnixMilli()
	if known.Permit {
		d.Token = s.mediaToken(c, p, resource)
	} else {
		d.Error = s.enhance(ErrAuthorizationDeniedByMVPD)
	}
	return d, nil
}

// decisionOf is the decision that still holds, or else a new one. What a direction
// dictates is not remembered.
func (s *Server) decisionOf(ctx context.Context, c *call, p state.Profile, resource string) (state.Decision, error) {
	key := state.DecisionKey(p.ID, resource)
	dictated := c.cue.Verdict(resource) != nil
	if !dictated {
		known, err := s.store.Decisions().Load(ctx, key)
		if err == nil || !errors.Is(err, state.ErrNotFound) {
			return known, err
		}
	}
	d := state.Decision{
		Permit: s.permits(c, p, resource), NotBefore: c.now, NotAfter: c.now.Add(c.lifetime(c.settings.lifetimes.Authorization)),
	}
	if dictated {
		return d, nil
	}
	return d, s.store.Decisions().Save(ctx, key, d, d.NotAfter)
}
