package reference

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// partnerSession asks for a session with the provider that Apple's framework names. There
// is none where that provider does not take part; then mvpd is the one to sign in with by
// the regular flow, if Adobe Pass knows it. Apple's id of a provider is found among the
// platformMappingIds of the platform and goes no further.
func (s *Service) partnerSession(ctx context.Context, d *device, returnTo string) (session *wireSession, mvpd string, err error) {
	f, _ := d.look()
	id, ok := f.SSO.provider(s.now())
	if !ok {
		return nil, "", nil
	}
	list, err := s.providers(ctx, d)
	if err != nil {
		return nil, "", err
	}
	i := slices.IndexFunc(list, func(p provider) bool { return p.PlatformID == id })
	if i < 0 {
		return nil, "", nil
	}
	only := s.policy.SSO.PartnerOn
	if p := list[i]; p.Boarding != "SUPPORTED" || !p.Enabled || only != "" && f.Info["osName"] != only {
		return nil, p.ID, nil
	}
	session = &wireSession{}
	form := s.sessionForm("", returnTo)
	if err := s.do(ctx, d, call{method: http.MethodPost, path: "/sessions/sso/Apple", form: form}, session); err != nil {
		return nil, "", err
	}
	if s.policy.SSO.FallbackIsError && session.Code != "" {
		return nil, "", &refusal{Code: "partner_failed", Message: "Signing in with your device has failed."}
	}
	return session, list[i].ID, nil
}

var blanks = regexp.MustCompile(`[ \t]+`)

// partnerLogin takes what Apple's framework has answered. Where Adobe Pass does not make
// a profile of it the user is not signed in, and picks a TV provider as ever.
func (s *Service) partnerLogin(ctx context.Context, d *device, saml string) (*loginAnswer, error) {
	saml = strings.NewReplacer("\r", "", "\n", "").Replace(blanks.ReplaceAllString(saml, " "))
	form := url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(strings.TrimSpace(saml)))}}
	c := call{method: http.MethodPost, path: "/profiles/sso/Apple", form: form}
	var answer wireProfiles
	err := s.do(ctx, d, c, &answer)
	for range s.policy.SSO.RepostSAML {
		if err == nil || !sleep(ctx, 200*time.Millisecond) {
			break
		}
		err = s.do(ctx, d, c, &answer)
	}
	if err != nil {
		return signedIn(nil), nil //nolint:nilerr // why does not matter to the user: the regular flow is open
	}
	p := answer.pick()
	if p == nil {
		return signedIn(nil), nil
	}
	if s.policy.SSO.ReplaySAML {
		d.mu.Lock()
		d.saml = &c
		d.mu.Unlock()
	}
	return signedIn(p), s.keep(d, p)
}

// replay sends the framework's response again to see whether the user is signed in, as a
// defect does.
func (s *Service) replay(ctx context.Context, d *device) {
	d.mu.Lock()
	c := d.saml
	d.mu.Unlock()
	if c != nil {
		_ = s.do(ctx, d, *c, nil)
	}
}
