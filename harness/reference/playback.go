package reference

import (
	"context"
	"encoding/base64"
	"html"
	"time"
)

// A PlaybackPolicy holds the decisions about playback that only defects take otherwise.
type PlaybackPolicy struct {
	Escape        bool          // resources are escaped as in HTML
	Silent        bool          // the app hears no reason
	KeepTokens    bool          // the first media token of a resource is handed out again and again
	ReshapeTokens bool          // media tokens are decoded and encoded anew
	Refresh       time.Duration // a stream is authorized again so long after its start
	KeepDecisions bool          // decisions are shown for good
	IgnoreEvents  bool          // nothing is authorized when a live stream pauses or breaks
}

// named is a resource as it is sent: as the app named it.
func (s *Service) named(resource string) string {
	if s.policy.Playback.Escape {
		return html.EscapeString(resource)
	}
	return resource
}

// played remembers a decision, for what apps show, and makes the answer of it.
func (s *Service) played(d *device, a answered) answered {
	d.mu.Lock()
	before := d.decision[a.Resource]
	if s.policy.Playback.KeepTokens && before.Token != "" && a.Allowed {
		a.Token = before.Token
	}
	d.decision[a.Resource] = a
	d.mu.Unlock()
	if s.policy.Playback.ReshapeTokens {
		if raw, err := base64.StdEncoding.DecodeString(a.Token); err == nil {
			a.Token = base64.RawURLEncoding.EncodeToString(raw)
		}
	}
	if s.policy.Playback.Silent {
		a.Reason = nil
	}
	if s.policy.Playback.Refresh > 0 && a.Allowed {
		s.refreshLater(d, a.Resource)
	}
	return a
}

// refreshLater is the mistake of a timer on media tokens.
func (s *Service) refreshLater(d *device, resource string) {
	s.all.Go(func() {
		if mvpd := d.mvpd(); sleep(s.life, s.policy.Playback.Refresh) && mvpd != "" && d.mvpd() == mvpd {
			_, _ = s.decide(s.life, d, "authorize", mvpd, []string{resource})
		}
	})
}

// entitled tells what is held about a resource: the last decision while it lives, and a new
// one when there is none. It releases no stream.
func (s *Service) entitled(ctx context.Context, d *device, resource string) (answered, error) {
	p, err := s.lookup(ctx, d)
	if err != nil {
		return answered{}, err
	}
	d.mu.Lock()
	a, known := d.decision[resource]
	d.mu.Unlock()
	switch {
	case p == nil:
		return answered{Resource: resource, Next: "login"}, nil
	case !known, !s.now().Before(a.until) && !s.policy.Playback.KeepDecisions:
		if a, err = s.authorize(ctx, d, p, resource); err != nil {
			return answered{}, err
		}
	}
	a.Token = ""
	return a, nil
}

// event is a live stream that pauses, breaks for ads or changes its asset: a good moment to
// ask whether it may go on.
func (s *Service) event(ctx context.Context, d *device, resource string) (answered, error) {
	p := s.current(d)
	if p == nil || s.policy.Playback.IgnoreEvents {
		return answered{Resource: resource, Allowed: p != nil}, nil
	}
	return s.authorize(ctx, d, p, resource)
}
