package reference

import (
	"context"
	"net/http"
	"net/url"
)

// poll starts the poll loop of a login unless it runs already: one loop per code,
// however often an app asks.
func (s *Service) poll(l *login) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.polling || l.state != pending {
		return
	}
	l.polling = true
	ctx, stop := context.WithCancel(s.life)
	l.stop = stop
	s.all.Go(func() {
		defer stop()
		s.pollLoop(ctx, l)
	})
}

// pollLoop asks until there is a profile, the code has expired or a newer code has
// come. The pause begins when the answer is there: a poll that was held up on its way
// never makes the next one come too soon.
func (s *Service) pollLoop(ctx context.Context, l *login) {
	for {
		if s.pollOnce(ctx, l) {
			return
		}
		if !sleep(ctx, s.policy.PollInterval) {
			return
		}
		if !s.now().Before(l.notAfter) && !s.policy.PollAfterExpiry {
			l.finish(expired)
			return
		}
	}
}

// pollOnce tells whether the loop has come to its end.
func (s *Service) pollOnce(ctx context.Context, l *login) bool {
	path := "/profiles/code/" + url.PathEscape(l.code)
	if s.policy.PollByMVPD {
		_, r := l.device.look()
		path = "/profiles"
		if r.MVPD != "" {
			path += "/" + s.segment(r.MVPD)
		}
	}
	var answer wireProfiles
	err := s.do(ctx, l.device, call{method: http.MethodGet, path: path, once: true}, &answer)
	if refused := refusalOf(err); refused != nil {
		if over(refused) && !s.policy.PollAfterExpiry {
			l.finish(expired)
			return true
		}
		if s.policy.PollDiesOnPage && refused.Code == unreadable {
			return true
		}
		return false // not now; the next poll may fare better
	}
	p := answer.pick() // the MVPD is the one that has authenticated, whatever was picked
	if p == nil {
		return false
	}
	if l.success == 0 {
		_ = s.keep(l.device, p)
	}
	if l.success++; l.success <= s.policy.PollAfterSuccess {
		return false
	}
	l.finish(done)
	return true
}

func refusalOf(err error) *refusal {
	if err == nil {
		return nil
	}
	return asRefusal(err)
}
