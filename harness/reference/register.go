package reference

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// token returns the device's access token. Credentials are fetched once per device
// and kept for good; a token is used until the last fifth of its life.
func (s *Service) token(ctx context.Context, d *device) (string, error) {
	if s.policy.SharedCredentials && d.id != sharedName {
		return s.shared(ctx, d, s.token)
	}
	d.credentials.Lock()
	defer d.credentials.Unlock()
	_, r := d.look()
	if r.Token != "" && s.now().Before(r.TokenUntil) && !s.spent(d) {
		return r.Token, nil
	}
	return s.fetchToken(ctx, d, r.Token != "")
}

// sharedName is a name that no device has: credentials for all devices are kept under it.
const sharedName = "\x00shared"

// shared gets a token for the credentials of all devices, in the name of the device
// that needs it. Profiles go with the credentials under which viewers signed in.
func (s *Service) shared(ctx context.Context, d *device, get func(context.Context, *device) (string, error)) (string, error) {
	f, r := d.look()
	id := f.ID
	f.ID = sharedName
	all, err := s.device(f)
	if err != nil {
		return "", err
	}
	all.mu.Lock()
	all.facts.ID = id // requests name the device that they are for
	all.mu.Unlock()
	token, err := get(ctx, all)
	if err != nil {
		return "", err
	}
	if _, now := all.look(); now.ClientID != r.ClientID {
		err = s.change(d, func(r *record) { *r = record{ClientID: now.ClientID, MVPD: r.MVPD, User: r.User} })
	}
	return token, err
}

// spent counts the calls of a token, for the defect that replaces it too soon.
func (s *Service) spent(d *device) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.uses++
	if s.policy.TokenCalls == 0 || d.uses <= s.policy.TokenCalls {
		return false
	}
	d.uses = 0
	return true
}

// renew replaces a token that Adobe Pass has refused, and, if that does not help, the
// credentials behind it.
func (s *Service) renew(ctx context.Context, d *device) error {
	if s.policy.SharedCredentials && d.id != sharedName {
		_, err := s.shared(ctx, d, func(ctx context.Context, all *device) (string, error) { return "", s.renew(ctx, all) })
		return err
	}
	d.credentials.Lock()
	defer d.credentials.Unlock()
	_, err := s.fetchToken(ctx, d, true)
	return err
}

// fetchToken asks for a token; the caller holds d.credentials.
func (s *Service) fetchToken(ctx context.Context, d *device, refresh bool) (string, error) {
	f, r := d.look()
	if r.ClientID == "" || refresh && s.policy.RegisterOn["refresh"] {
		if err := s.register(ctx, d); err != nil {
			return "", err
		}
		_, r = d.look()
	}
	for again := false; ; again = true {
		var answer struct {
			Token   string `json:"access_token"`
			Created millis `json:"created_at"`
			Expires int64  `json:"expires_in"` // seconds
		}
		form := url.Values{"client_id": {r.ClientID}, "client_secret": {r.ClientSecret}, "grant_type": {"client_credentials"}}
		err := s.dcr(ctx, "/o/client/token", f, form, nil, &answer)
		if err == nil {
			life := time.Duration(answer.Expires) * time.Second
			return answer.Token, s.change(d, func(r *record) {
				r.Token, r.TokenUntil = answer.Token, answer.Created.Add(s.policy.TokenFor(life))
			})
		}
		if again || err.DCR != "invalid_client" {
			return "", err
		}
		for range s.policy.DeadCredentials {
			sleep(ctx, s.policy.RetryPause)
			_ = s.dcr(ctx, "/o/client/token", f, form, nil, &answer)
		}
		if err := s.register(ctx, d); err != nil { // the credentials are dead, and the profiles with them
			return "", err
		}
		_, r = d.look()
	}
}

// register gets client credentials for the device.
func (s *Service) register(ctx context.Context, d *device) error {
	f, _ := d.look()
	var answer struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	body := map[string]string{"software_statement": s.config.SoftwareStatement}
	if err := s.dcr(ctx, "/o/client/register", f, nil, body, &answer); err != nil {
		return err
	}
	s.mu.Lock()
	s.registered = answer.Secret
	s.mu.Unlock()
	return s.change(d, func(r *record) {
		fresh := record{ClientID: answer.ID, ClientSecret: answer.Secret, MVPD: r.MVPD, User: r.User}
		if s.policy.KeepProfile {
			fresh.Profile = r.Profile
		}
		*r = fresh
	})
}

// dcr is a call of Dynamic Client Registration, repeated like any other. Its errors
// are one word under "error".
func (s *Service) dcr(ctx context.Context, path string, f facts, form url.Values, body, out any) *refusal {
	for pause, attempt := s.policy.RetryPause, 0; ; pause, attempt = 2*pause, attempt+1 {
		header := f.headers()
		header.Del("Ap-Device-Identifier")
		e := s.send(ctx, http.MethodPost, s.config.AdobePassURL+path, header, form, body, out)
		if e == nil {
			return nil
		}
		if attempt >= s.policy.Retries || e.Status == http.StatusBadRequest {
			return e
		}
		wait := pause
		if e.Status == http.StatusTooManyRequests {
			wait = s.policy.Cooldown
		}
		if !sleep(ctx, wait) {
			return e
		}
	}
}
