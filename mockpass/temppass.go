package mockpass

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// A TempPass is temporary access for viewers without a subscription (temp-pass-feature).
type TempPass struct {
	// Duration of a trial, counted from the first authorization whatever is watched.
	Duration Duration `json:"duration" yaml:"duration"`
	// Promotional trials are for a user identity that the service tells in
	// AP-TempPass-Identity, beside the device; others are for the device alone.
	Promotional bool `json:"promotional,omitempty" yaml:"promotional,omitempty"`
	// Resources is how many distinct resources a promotional trial holds; 0: any number.
	Resources int `json:"resources,omitempty" yaml:"resources,omitempty"`
	// IdentityKey is the member of AP-TempPass-Identity that tells the user, such as
	// email. Empty: the whole of it does.
	IdentityKey string `json:"identityKey,omitempty" yaml:"identityKey,omitempty"`
	// Misconfigured makes every use fail with invalid_configuration_temporary_access.
	Misconfigured bool `json:"misconfigured,omitempty" yaml:"misconfigured,omitempty"`
}

func (t *TempPass) check(where string) error {
	switch {
	case t.Duration <= 0 && !t.Misconfigured:
		return misconfigured(where+".duration", "want how long a trial lasts, such as 10m")
	case t.Resources < 0:
		return misconfigured(where+".resources", "it is below zero; 0 means any number")
	case t.Resources > 0 && !t.Promotional:
		return misconfigured(where+".resources", "only promotional trials are limited in resources; add promotional: true")
	case t.IdentityKey != "" && !t.Promotional:
		return misconfigured(where+".identityKey", "only promotional trials know the user; add promotional: true")
	}
	return nil
}

// tempPass is the TempPass that an MVPD is, or nil.
func (c *call) tempPass(mvpd string) *TempPass {
	if m := c.settings.directory.mvpds[mvpd]; m != nil {
		return m.TempPass
	}
	return nil
}

// trialOf is the trial of the call's device and user, a zero one when it has not
// begun, and the keys by which it is found. The error says why there can be none.
func (s *Server) trialOf(ctx context.Context, c *call, t *TempPass) (state.Trial, []string, error) {
	if t.Misconfigured {
		return state.Trial{}, nil, ErrInvalidConfigurationTemporaryAccess
	}
	keys := []string{state.TrialKey(c.serviceProvider, c.mvpd, "device", c.device)}
	if t.Promotional {
		identity, err := userIdentity(c.request.Header.Get("AP-TempPass-Identity"), t.IdentityKey)
		// The documentation does not list the header for preauthorize.
		needed := c.endpoint.operation != specs.Preauthorize || c.request.Header.Get("AP-TempPass-Identity") != ""
		if err != nil && needed {
			return state.Trial{}, nil, ErrInvalidHeaderIdentityForTemporaryAccess.With(err.Error())
		} else if err == nil {
			keys = append(keys, state.TrialKey(c.serviceProvider, c.mvpd, "identity", identity))
		}
	}
	for _, key := range keys { // either one that is known continues the trial
		link, err := s.store.Trials().Load(ctx, key)
		if err == nil {
			link, err = s.store.Trials().Load(ctx, state.TrialKey(c.serviceProvider, c.mvpd, "trial", link.ID))
		}
		if err == nil || !errors.Is(err, state.ErrNotFound) {
			return link, keys, err
		}
	}
	return state.Trial{}, keys, nil
}

// exhausted tells why a trial gives nothing more, or nil.
func (t *TempPass) exhausted(trial state.Trial, now time.Time) *Error {
	switch {
	case trial.ID == "":
		return nil
	case !now.Before(trial.NotAfter):
		return ErrTemporaryAccessDurationLimitExceeded
	case t.Resources > 0 && len(trial.Resources) >= t.Resources:
		return ErrTemporaryAccessResourcesLimitExceeded
	}
	return nil
}

// temporaryProfile is what a TempPass shows of a trial. Before the first
// authorization the time has not begun to run, so it is all there (S076 to S083,
// S092 to S099).
func (s *Server) temporaryProfile(ctx context.Context, c *call, t *TempPass) (any, error) {
	trial, _, err := s.trialOf(ctx, c, t)
	if err != nil {
		return nil, err
	}
	if refusal := t.exhausted(trial, c.now); refusal != nil {
		return nil, refusal
	}
	if trial.ID == "" {
		trial.Start, trial.NotAfter = c.now, c.now.Add(time.Duration(t.Duration))
	}
	attributes := map[string]state.Attribute{
		"userID":          {Value: c.temporaryUser()},
		"expiration_date": {Value: trial.NotAfter.UnixMilli()},
	}
	if t.Promotional {
		used := trial.Resources
		if used == nil {
			used = []string{}
		}
		attributes["used_assets"] = state.Attribute{Value: used}
		if t.Resources > 0 {
			attributes["remaining_resources"] = state.Attribute{Value: t.Resources - len(used)}
		}
	}
	return s.show(c, state.Profile{
		MVPD: c.mvpd, Issuer: "Adobe", Type: "temporary", NotBefore: trial.Start, NotAfter: trial.NotAfter, Attributes: attributes,
	})
}

// temporaryUser is the userID of somebody who has not signed in.
func (c *call) temporaryUser() string { return "temppass_" + c.deviceHash() }

// decideTemporarily answers a decisions request for a TempPass. What cannot be is
// said of each resource, under HTTP 200 (S119, S135 to S142).
func (s *Server) decideTemporarily(ctx context.Context, c *call, t *TempPass, token bool) (any, error) {
	trial, keys, err := s.trialOf(ctx, c, t)
	var refusal *Error
	if err != nil && !errors.As(err, &refusal) {
		return nil, err
	}
	out := decisionsAnswer{make([]decision, 0, len(c.resources))}
	for _, resource := range c.resources {
		d := c.decision(resource)
		d.Source = "temppass"
		no := refusal
		if do := c.cue.Verdict(resource); no == nil && do != nil && do.Deny != "" {
			no = find(EnhancedErrors(), do.Deny).With(do.Details)
		}
		switch {
		case no != nil:
		case token:
			trial, no, err = s.consume(ctx, c, t, keys, resource)
		default:
			no = t.exhausted(trial, c.now)
		}
		if err != nil && refusal == nil {
			return nil, err
		}
		d.Authorized = no == nil
		if no != nil {
			d.Error = s.enhance(no)
		} else if token {
			s.endorse(c, &d, trial)
		}
		out.Decisions = append(out.Decisions, d)
	}
	return out, nil
}

// endorse adds to a permission what it is good for: until the trial ends.
func (s *Server) endorse(c *call, d *decision, trial state.Trial) {
	d.NotBefore, d.NotAfter = c.now.UnixMilli(), trial.NotAfter.UnixMilli()
	d.Token = s.mediaToken(c, state.Profile{ID: trial.ID, MVPD: c.mvpd, Type: "temporary", NotAfter: trial.NotAfter}, d.Resource)
}

// consume takes a resource out of a trial, which begins with the first one, and says
// no when nothing is left. A resource that was taken before costs nothing.
func (s *Server) consume(ctx context.Context, c *call, t *TempPass, keys []string, resource string) (state.Trial, *Error, error) {
	id, err := s.linkTrial(ctx, keys)
	if err == nil {
		err = s.meet(ctx, c)
	}
	if err != nil {
		return state.Trial{}, nil, err
	}
	var no *Error
	key := state.TrialKey(c.serviceProvider, c.mvpd, "trial", id)
	trial, err := s.store.Trials().Change(ctx, key, func(trial state.Trial, found bool) (state.Trial, time.Time, error) {
		no = nil
		if !found {
			trial = state.Trial{ID: id, Start: c.now, NotAfter: c.now.Add(c.lifetime(t.Duration))}
		}
		known := slices.Contains(trial.Resources, resource)
		if no = t.exhausted(trial, c.now); no == ErrTemporaryAccessResourcesLimitExceeded && known {
			no = nil
		}
		if no == nil && !known {
			trial.Resources = append(slices.Clone(trial.Resources), resource)
		}
		return trial, state.Forever, nil
	})
	return trial, no, err
}

// linkTrial makes every key lead to one trial: the one that the first known of them
// leads to, or a new one.
func (s *Server) linkTrial(ctx context.Context, keys []string) (string, error) {
	id := ""
	for _, key := range keys {
		if link, err := s.store.Trials().Load(ctx, key); err == nil && id == "" {
			id = link.ID
		}
	}
	if id == "" {
		id = s.random.uuid()
	}
	for i, key := range keys {
		link, err := s.store.Trials().Change(ctx, key, func(link state.Trial, found bool) (state.Trial, time.Time, error) {
			if !found {
				link = state.Trial{ID: id}
			}
			return link, state.Forever, nil
		})
		if err != nil {
			return "", err
		}
		if i == 0 {
			id = link.ID // another call for the same device may have been first
		}
	}
	return id, nil
}
