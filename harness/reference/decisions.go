package reference

import (
	"context"
	"net/http"
	"time"
)

// wireDecisions is the answer of both decision endpoints.
type wireDecisions struct {
	Decisions []wireDecision `json:"decisions"`
}

type wireDecision struct {
	Resource   string `json:"resource"`
	Authorized bool   `json:"authorized"`
	Token      struct {
		Serialized string `json:"serializedToken"`
	} `json:"token"`
	NotAfter millis   `json:"notAfter"`
	Error    *refusal `json:"error"`
}

// answered is the decision on one resource as an app gets it.
type answered struct {
	Resource string  `json:"resource"`
	Allowed  bool    `json:"allowed"`
	Token    string  `json:"token,omitempty"`
	Reason   *reason `json:"reason,omitempty"`
	Next     string  `json:"next,omitempty"`  // "login": the user has to sign in
	Debug    string  `json:"debug,omitempty"` // of a defect

	until time.Time // how long the decision may be kept; zero: not at all
}

// reason tells the user why not.
type reason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// play obtains a decision for every press of play; nothing else releases a stream.
func (s *Service) play(ctx context.Context, d *device, resource string) (answered, error) {
	p, err := s.lookup(ctx, d)
	if err != nil {
		return answered{}, err
	}
	if p == nil {
		return answered{Resource: resource, Allowed: s.letsStrangersIn(d), Reason: &reason{"not_signed_in", "Sign in with your TV provider."}, Next: "login"}, nil
	}
	if s.policy.LookupPerPlay {
		_ = s.do(ctx, d, call{method: http.MethodGet, path: "/profiles/" + s.segment(p.MVPD)}, nil)
	}
	if a, ok := s.shortcut(d, resource); ok {
		return a, nil
	}
	return s.authorize(ctx, d, p, resource)
}

// authorize obtains a decision on one resource, with a media token if it is a permit.
func (s *Service) authorize(ctx context.Context, d *device, p *profile, resource string) (answered, error) {
	got, err := s.decide(ctx, d, "authorize", p.MVPD, append([]string{s.named(resource)}, s.policy.ExtraResources...))
	if err != nil {
		return answered{}, err
	}
	a, ok := got[s.named(resource)]
	if !ok {
		a = answered{Resource: resource, Reason: &reason{"no_decision", "Adobe Pass has not decided."}}
	}
	if s.policy.PlayOnAnyAnswer {
		a.Allowed = true
	}
	a = s.played(d, a)
	if a.Allowed {
		s.refresh(ctx, d, p)
	}
	if !a.Allowed && s.policy.LogoutOnDeny {
		_, _ = s.signOut(ctx, d, "https://"+s.config.Domain+"/")
	}
	return a, nil
}

// shortcut starts playback without a decision, as some defects do.
func (s *Service) shortcut(d *device, resource string) (answered, bool) {
	if s.policy.PlayOnPermit && s.permitted(d, d.mvpd(), resource) {
		return answered{Resource: resource, Allowed: true}, true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	a, ok := d.decision[resource]
	return a, ok && a.Allowed && s.policy.ReuseDecision
}

// decide asks for decisions and repeats, within bounds, for the items that may be
// asked for again. A deny comes inside HTTP 200.
func (s *Service) decide(ctx context.Context, d *device, kind, mvpd string, resources []string) (map[string]answered, error) {
	out := map[string]answered{}
	for pause, attempt := s.policy.RetryPause, 0; ; pause, attempt = 2*pause, attempt+1 {
		var answer wireDecisions
		c := call{method: http.MethodPost, path: "/decisions/" + kind + "/" + s.segment(mvpd), json: map[string]any{"resources": resources}}
		if err := s.do(ctx, d, c, &answer); err != nil {
			return s.refused(d, err, resources)
		}
		var again []string
		for i, item := range answer.Decisions {
			s.spoil(kind, resources, i, &item)
			a := answered{Resource: item.Resource, Allowed: item.Authorized, Token: item.Token.Serialized, until: item.NotAfter.Time}
			if s.policy.PermitsNeedEnd && kind == "authorize" && item.NotAfter.IsZero() {
				a = answered{Resource: item.Resource}
			}
			if !item.Authorized {
				a.Reason, a.Next = s.why(d, item.Error)
			}
			if item.Error != nil && s.repeatable(item.Error) {
				again = append(again, item.Resource)
			}
			out[item.Resource] = a
		}
		again = s.again(kind, resources, again, out)
		if len(again) == 0 || attempt >= s.policy.Retries || !sleep(ctx, pause) {
			return out, nil
		}
		resources = again
	}
}

// refused makes denies of an error that concerns the whole request, when it is one
// that the user can do something about; everything else fails closed.
func (s *Service) refused(d *device, err error, resources []string) (map[string]answered, error) {
	e := asRefusal(err)
	if e.Code == "" {
		return nil, e
	}
	out := map[string]answered{}
	why, next := s.why(d, e)
	if s.policy.VagueOn != "" && e.Code == s.policy.VagueOn {
		why, next = &reason{"unavailable", "Try again later."}, ""
	}
	for _, r := range resources {
		out[r] = answered{Resource: r, Reason: why, Next: next}
	}
	return out, nil
}

// why explains a deny, and forgets the profile when Adobe Pass says that it is gone.
func (s *Service) why(d *device, e *refusal) (*reason, string) {
	if e == nil {
		return &reason{"denied", "Your TV provider has denied this."}, ""
	}
	if gone(e) && !s.policy.KeepGoneProfile {
		_ = s.drop(d)
	}
	if s.policy.SignsOutOn != "" && e.Code == s.policy.SignsOutOn {
		s.believeSignedOut(d)
	}
	if s.inactive(e) {
		_ = s.forget(d)
		return &reason{e.Code, "Your TV provider is no longer available here. Choose another one."}, "login"
	}
	next := ""
	if e.Action == "authentication" || s.policy.LoginOnNone && e.Code == "authorization_denied_by_degradation_rule" {
		next = "login"
	}
	return &reason{e.Code, e.says()}, next
}
