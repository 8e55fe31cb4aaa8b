package reference

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// A login is one attempt of a user to sign in: pending, done, expired or superseded.
type login struct {
	device   *device
	code     string
	notAfter time.Time
	success  int // answers with a profile; only the poll loop counts

	mu      sync.Mutex
	state   string
	polling bool
	stop    context.CancelFunc
}

// The states of a login.
const (
	pending    = "pending"
	done       = "done"
	expired    = "expired"
	superseded = "superseded"
)

// wireSession is the answer of the session endpoints.
type wireSession struct {
	Action   string   `json:"actionName"`
	Reason   string   `json:"reasonType"`
	ID       string   `json:"sessionId"`
	URL      string   `json:"url"`
	Code     string   `json:"code"`
	MVPD     string   `json:"mvpd"`
	Missing  []string `json:"missingParameters"`
	NotAfter millis   `json:"notAfter"`

	// Request is for the framework of a partner.
	Request struct {
		Text  string   `json:"request"`
		Names []string `json:"attributesNames"`
	} `json:"authenticationRequest"`
}

// A loginAnswer is what an app gets when a user starts to sign in.
type loginAnswer struct {
	SignedIn  bool       `json:"signedIn"`
	MVPD      string     `json:"mvpd,omitempty"`
	Code      string     `json:"code,omitempty"`
	URL       string     `json:"url,omitempty"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	Request   string     `json:"request,omitempty"`    // for the framework of the device
	Names     []string   `json:"attributes,omitempty"` // what it is to answer with
}

// signIn starts an attempt: it looks for a profile first, then creates a session.
// On a second screen the app shows the code at once, so polls begin at once; on the
// primary screen they begin when the browser is back.
func (s *Service) signIn(ctx context.Context, d *device, screen, mvpd, returnTo string) (*loginAnswer, error) {
	if p := d.lent(); p != nil && s.policy.StickyDegradation {
		return signedIn(p), nil
	}
	if !s.policy.NoLookup {
		if p, err := s.lookup(ctx, d); err != nil || p != nil {
			return signedIn(p), err
		}
	}
	if _, r := d.look(); s.policy.RegisterOn["login"] && r.MVPD != "" {
		d.credentials.Lock()
		err := s.register(ctx, d)
		d.credentials.Unlock()
		if err != nil {
			return nil, err
		}
	}
	if err := s.picked(d, mvpd); err != nil {
		return nil, err
	}
	session, err := s.open(ctx, d, screen, mvpd, returnTo)
	if err != nil {
		return nil, err
	}
	switch session.Action {
	case "authorize":
		return s.admit(ctx, d, session)
	case "partner_profile": // there is no code: what comes next is the framework's answer
		return &loginAnswer{Request: session.Request.Text, Names: session.Request.Names}, nil
	}
	l := s.begin(d, session)
	switch {
	case screen == "primary" && !s.policy.PollWithoutWait:
	case s.policy.LateOnWebOS && d.osName() == "webOS":
		s.pollLate(l)
	default:
		s.poll(l)
	}
	if s.policy.Prefetch && session.Action == "authenticate" {
		s.prefetch(ctx, session.URL)
	}
	return &loginAnswer{Code: session.Code, URL: s.browserURL(session, screen), ExpiresAt: &session.NotAfter.Time}, nil
}

// admit goes on without a login: there is a profile after all, or the MVPD is degraded.
// There is no code and nothing to poll.
func (s *Service) admit(ctx context.Context, d *device, session *wireSession) (*loginAnswer, error) {
	if s.policy.LoginWhileDegraded && session.Reason == "degraded" {
		page := "/api/v2/authenticate/" + url.PathEscape(s.config.ServiceProvider) + "/" + url.PathEscape(session.ID)
		return &loginAnswer{Code: session.ID, URL: s.absolute(page)}, nil
	}
	if s.policy.WaitAnyway && session.Reason == "authenticated" {
		return &loginAnswer{}, nil
	}
	var answer wireProfiles
	if err := s.do(ctx, d, call{method: http.MethodGet, path: "/profiles/" + s.segment(session.MVPD)}, &answer); err != nil {
		return nil, err
	}
	p := answer.pick()
	if p == nil {
		return signedIn(nil), nil
	}
	return signedIn(p), s.keep(d, p)
}

func signedIn(p *profile) *loginAnswer {
	if p == nil {
		return &loginAnswer{}
	}
	return &loginAnswer{SignedIn: true, MVPD: p.MVPD}
}

// open gets a session: of the partner where the user signs in by its framework and that
// is possible, else a regular one.
func (s *Service) open(ctx context.Context, d *device, screen, mvpd, returnTo string) (*wireSession, error) {
	if screen == "partner" {
		session, picked, err := s.partnerSession(ctx, d, returnTo)
		if err != nil || session != nil {
			return session, err
		}
		mvpd = picked
	}
	return s.createSession(ctx, d, mvpd, returnTo)
}

// createSession asks for a code, with everything that is known in one call.
func (s *Service) createSession(ctx context.Context, d *device, mvpd, returnTo string) (*wireSession, error) {
	form := s.sessionForm(mvpd, returnTo)
	if s.policy.PatchedSession {
		form = url.Values{"mvpd": {s.spell(mvpd)}}
	}
	var session wireSession
	if err := s.do(ctx, d, call{method: http.MethodPost, path: "/sessions", form: form}, &session); err != nil {
		return nil, err
	}
	if s.policy.PatchedSession && session.Code != "" {
		return s.resume(ctx, d, session.Code, mvpd, returnTo)
	}
	return &session, nil
}

func (s *Service) sessionForm(mvpd, returnTo string) url.Values {
	form := url.Values{"domainName": {s.config.Domain}}
	if returnTo != "" {
		form.Set("redirectUrl", returnTo)
	}
	if mvpd != "" {
		form.Set("mvpd", s.spell(mvpd))
	}
	return form
}

// resume completes a session that lacks parameters. When Adobe Pass still misses some
// it is asked again with everything that is known, three times at most.
func (s *Service) resume(ctx context.Context, d *device, code, mvpd, returnTo string) (*wireSession, error) {
	const repeats = 3
	for again := 0; ; again++ {
		var session wireSession
		c := call{method: http.MethodPost, path: "/sessions/" + url.PathEscape(code), form: s.sessionForm(mvpd, returnTo)}
		err := s.do(ctx, d, c, &session)
		if err != nil || session.Action != "retry" || again == repeats {
			return &session, err
		}
	}
}

// begin makes the login the current one of its device; the one before is superseded.
func (s *Service) begin(d *device, session *wireSession) *login {
	l := &login{device: d, code: session.Code, notAfter: session.NotAfter.Time, state: pending}
	d.mu.Lock()
	old := d.login
	d.login = l
	d.mu.Unlock()
	if old != nil && !s.policy.PollAfterNewCode {
		old.finish(superseded)
	}
	s.mu.Lock()
	s.codes[l.code] = l
	s.mu.Unlock()
	return l
}

// activate is what a second screen does with a code that the user typed: it checks
// the code and completes the session with the MVPD that was picked there.
func (s *Service) activate(ctx context.Context, d *device, code, mvpd, returnTo string) (string, error) {
	code = strings.ToUpper(strings.TrimSpace(code))
	var known struct {
		Missing  []string       `json:"missingParameters"`
		Existing map[string]any `json:"existingParameters"`
	}
	path := "/sessions/" + url.PathEscape(code)
	if s.policy.AnyCode {
		return s.loginPage(code), nil
	}
	if err := s.do(ctx, d, call{method: http.MethodGet, path: path}, &known); err != nil {
		return "", err
	}
	if len(known.Missing) == 0 || s.policy.HalfSession {
		return s.loginPage(code), nil
	}
	session, err := s.resume(ctx, d, code, mvpd, returnTo)
	if err != nil {
		return "", err
	}
	return s.browserURL(session, "secondary"), nil
}

// browserURL is where the user's browser goes: nowhere while the session lacks parameters.
func (s *Service) browserURL(session *wireSession, screen string) string {
	if session.Action != "authenticate" {
		return ""
	}
	if s.policy.RelativeURL && screen == "primary" {
		return session.URL
	}
	return s.absolute(session.URL)
}

// absolute resolves a url of Adobe Pass against its host.
func (s *Service) absolute(ref string) string {
	base, err := url.Parse(s.config.AdobePassURL)
	if err != nil {
		return ref
	}
	u, err := base.Parse(ref)
	if err != nil {
		return ref
	}
	return u.String()
}

// prefetch opens the login page, which is the browser's business.
func (s *Service) prefetch(ctx context.Context, ref string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.absolute(ref), nil)
	if err != nil {
		return
	}
	if response, err := s.http.Do(r); err == nil {
		_ = response.Body.Close()
	}
}

// spell is the MVPD id as it is sent: as it was delivered.
func (s *Service) spell(mvpd string) string {
	if s.policy.Lowercase {
		return strings.ToLower(mvpd)
	}
	return mvpd
}

// finish ends a login once; later calls change nothing.
func (l *login) finish(state string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state != pending {
		return
	}
	l.state = state
	if l.stop != nil {
		l.stop()
	}
}

func (l *login) now() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// over tells whether an error ends a login: the code is no longer known.
func over(e *refusal) bool {
	return slices.Contains([]string{"invalid_authentication_session", "invalid_parameter_code"}, e.Code)
}
