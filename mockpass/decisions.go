package mockpass

import (
	"context"
	"errors"
	"slices"

	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
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
	Source          string      `json:"source"` // mvpd, degradation, temppass or dummy
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
	token := c.endpoint.operation == specs.Authorize
	if rule := s.degradation(c, c.mvpd, AuthZNone, AuthNAll, AuthZAll); rule != nil {
		out := decisionsAnswer{}
		for _, resource := range c.resources {
			out.Decisions = append(out.Decisions, s.degradedDecision(c, rule, resource, token))
		}
		return out, nil
	}
	if t := c.tempPass(c.mvpd); t != nil {
		return s.decideTemporarily(ctx, c, t, token)
	}
	p, err := s.profileFor(ctx, c, c.mvpd)
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

// refusal is what the MVPD says about a resource for the account of a profile: no,
// and why, or nil.
func (s *Server) refusal(c *call, p state.Profile, resource string, usual *Error) *Error {
	if do := c.cue.Verdict(resource); do != nil || c.integration.Dummy {
		return nil // the ones that deny were heard before
	}
	m := c.settings.directory.mvpds[c.mvpd]
	a := m.account(p.Account)
	if slices.Contains(m.DeniedResources, resource) || slices.Contains(a.DeniedResources, resource) {
		return usual
	}
	for _, no := range slices.Concat(a.Denials, m.Denials) {
		if len(no.Resources) == 0 || slices.Contains(no.Resources, resource) {
			return find(EnhancedErrors(), no.Code).With(no.Details)
		}
	}
	return nil
}

func (s *Server) preauthorizeOne(_ context.Context, c *call, p state.Profile, resource string) (decision, error) {
	d := c.decision(resource)
	no := s.refusal(c, p, resource, ErrPreauthorizationDeniedByMVPD)
	if d.Authorized = no == nil; no != nil {
		d.Error = s.enhance(no)
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
		d.Error = s.enhance(find(EnhancedErrors(), known.Code).With(known.Details))
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
		if err == nil && c.now.Before(known.NotAfter) { // a store may have a clock of its own
			return known, nil
		} else if err != nil && !errors.Is(err, state.ErrNotFound) {
			return known, err
		}
	}
	d := state.Decision{Permit: true, NotBefore: c.now, NotAfter: c.now.Add(c.lifetime(c.lifetimes().Authorization))}
	if no := s.refusal(c, p, resource, ErrAuthorizationDeniedByMVPD); no != nil {
		d.Permit, d.Code, d.Details = false, no.Code, no.Details
	}
	if dictated {
		return d, nil
	}
	if _, _, shared := state.SplitSharedProfileID(p.ID); shared {
		if err := s.meet(ctx, c); err != nil {
			return d, err
		}
	}
	return d, s.store.Decisions().Save(ctx, key, d, d.NotAfter)
}
