package reference

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Handler is the API of the service towards its apps.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /v1/status", s.handle(s.statusVerb))
	mux.HandleFunc("GET /v1/providers", s.handle(s.providersVerb))
	mux.HandleFunc("POST /v1/login", s.handle(s.loginVerb))
	mux.HandleFunc("POST /v1/login/returned", s.handle(s.returnedVerb))
	mux.HandleFunc("POST /v1/login/partner", s.handle(s.partnerVerb))
	mux.HandleFunc("POST /v1/activate", s.handle(s.activateVerb))
	mux.HandleFunc("GET /v1/metadata", s.handle(s.metadataVerb))
	mux.HandleFunc("POST /v1/preauthorize", s.handle(s.preauthorizeVerb))
	mux.HandleFunc("POST /v1/play", s.handle(s.playVerb))
	mux.HandleFunc("POST /v1/preview", s.handle(s.preview))
	mux.HandleFunc("POST /v1/preview/remaining", s.handle(s.remaining))
	mux.HandleFunc("POST /v1/heartbeat", s.handle(s.heartbeatVerb))
	mux.HandleFunc("POST /v1/event", s.handle(s.eventVerb))
	mux.HandleFunc("POST /v1/entitled", s.handle(s.entitledVerb))
	mux.HandleFunc("POST /v1/logout", s.handle(s.logoutVerb))
	return mux
}

// input is everything that an app can send.
type input struct {
	Screen    string   `json:"screen"`
	Provider  string   `json:"provider"`
	ReturnTo  string   `json:"returnTo"`
	Code      string   `json:"code"`
	Resource  string   `json:"resource"`
	Resources []string `json:"resources"`
	Email     string   `json:"email"` // of the user of a promotional preview
	SAML      string   `json:"saml"`  // answer of a partner's framework, XML
}

// A verb answers one call of an app.
type verb func(context.Context, *device, input) (any, error)

// maxRequest bounds the body of an app's request: 64 KiB.
const maxRequest = 64 << 10

// handle reads the request, knows the device and writes the answer.
func (s *Service) handle(v verb) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f, err := readFacts(r)
		if err != nil {
			write(w, http.StatusBadRequest, failure("bad_request", err.Error()))
			return
		}
		var in input
		if r.Method == http.MethodPost {
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&in); err != nil {
				write(w, http.StatusBadRequest, failure("bad_request", "the body is not the expected JSON: "+err.Error()))
				return
			}
		}
		d, err := s.device(f)
		if err != nil {
			write(w, http.StatusInternalServerError, failure("state", err.Error()))
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), 25*time.Second)
		defer cancel()
		out, err := v(ctx, d, in)
		if err != nil {
			e := asRefusal(err)
			write(w, http.StatusConflict, failure(orElse(e.Code, "unavailable"), e.Error()))
			return
		}
		if a, ok := out.(answered); ok && !a.Allowed && s.policy.FailOnDeny {
			write(w, http.StatusInternalServerError, failure("internal", "unexpected decision"))
			return
		}
		write(w, http.StatusOK, out)
	}
}

func failure(code, message string) any {
	return map[string]any{"allowed": false, "signedIn": false, "error": reason{code, message}, "reason": reason{code, message}}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (s *Service) statusVerb(ctx context.Context, d *device, _ input) (any, error) {
	if s.policy.ConfigureOnStatus {
		if _, err := s.providers(ctx, d); err != nil {
			return nil, err
		}
	}
	s.replay(ctx, d)
	p, err := s.lookup(ctx, d)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"signedIn": p != nil}
	if p != nil {
		out["mvpd"], out["expiresAt"] = p.MVPD, p.NotAfter
	}
	if _, r := d.look(); r.MVPD != "" {
		out["remembered"] = remembered(r)
	}
	d.mu.Lock()
	l := d.login
	d.mu.Unlock()
	if l != nil {
		out["login"] = map[string]string{"code": l.code, "state": l.now()}
	}
	return out, nil
}

// remembered is the MVPD of last time as the app offers it for confirmation.
func remembered(r record) map[string]string {
	out := map[string]string{"id": r.MVPD}
	if r.Picked != nil && r.Picked.ID == r.MVPD {
		out["name"], out["logo"] = r.Picked.Name, r.Picked.Logo
	}
	return out
}

func (s *Service) providersVerb(ctx context.Context, d *device, _ input) (any, error) {
	list, err := s.providers(ctx, d)
	if err != nil {
		return nil, err
	}
	out := make([]map[string]string, len(list))
	for i, p := range list {
		out[i] = map[string]string{"id": p.ID, "name": p.Name, "logo": p.Logo}
	}
	return map[string]any{"providers": out}, nil
}

func (s *Service) loginVerb(ctx context.Context, d *device, in input) (any, error) {
	return s.signIn(ctx, d, in.Screen, in.Provider, in.ReturnTo)
}

func (s *Service) partnerVerb(ctx context.Context, d *device, in input) (any, error) {
	return s.partnerLogin(ctx, d, in.SAML)
}

// returnedVerb is the app telling that the browser has reached the redirect URL. One
// look usually finds the profile; polls go on if it does not.
func (s *Service) returnedVerb(_ context.Context, d *device, in input) (any, error) {
	d.mu.Lock()
	l := d.login
	d.mu.Unlock()
	if l != nil && l.code == in.Code {
		s.poll(l)
	}
	return map[string]any{"signedIn": s.current(d) != nil}, nil
}

func (s *Service) activateVerb(ctx context.Context, d *device, in input) (any, error) {
	to, err := s.activate(ctx, d, in.Code, in.Provider, in.ReturnTo)
	if err != nil {
		return nil, err
	}
	return map[string]any{"url": to}, nil
}

func (s *Service) metadataVerb(ctx context.Context, d *device, _ input) (any, error) {
	attributes := d.remains()
	if p := s.current(d); p != nil {
		if s.policy.MetadataCall {
			_ = s.do(ctx, d, call{method: http.MethodGet, path: "/profiles/" + s.segment(p.MVPD)}, nil)
		}
		attributes = p.Attributes
	}
	return map[string]any{"attributes": attributes}, nil
}

func (s *Service) preauthorizeVerb(ctx context.Context, d *device, in input) (any, error) {
	list, err := s.preauthorize(ctx, d, in.Resources)
	if err != nil {
		return nil, err
	}
	return map[string]any{"decisions": list}, nil
}

func (s *Service) playVerb(ctx context.Context, d *device, in input) (any, error) {
	a, err := s.play(ctx, d, in.Resource)
	if s.policy.ConfessOnDeny && err == nil && !a.Allowed {
		s.mu.Lock()
		a.Debug = s.registered
		s.mu.Unlock()
	}
	return a, err
}

// heartbeatVerb is the app telling that it still plays. Streams of signed-in users go on
// whatever becomes of their decision; previews end.
func (s *Service) heartbeatVerb(_ context.Context, d *device, in input) (any, error) {
	return map[string]any{"stop": s.ended(d, in.Resource)}, nil
}

func (s *Service) eventVerb(ctx context.Context, d *device, in input) (any, error) {
	return s.event(ctx, d, in.Resource)
}

func (s *Service) entitledVerb(ctx context.Context, d *device, in input) (any, error) {
	return s.entitled(ctx, d, in.Resource)
}

func (s *Service) logoutVerb(ctx context.Context, d *device, in input) (any, error) {
	return s.signOut(ctx, d, in.ReturnTo)
}
