package reference

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// sso holds what an app has got for single sign-on on its device and sends along with
// every call, under the names that Adobe Pass has for it; Roku OS adds its own headers.
type sso struct {
	subject    string // Adobe-Subject-Token: of Amazon's library
	roku       string // X-Roku-Reserved-Roku-Connect-Token
	subscriber string // Roku-Subscriber-Id
	service    string // AD-Service-Token: of our identity service
	partner    string // AP-Partner-Framework-Status: of Apple's framework
}

func readSSO(h http.Header) sso {
	return sso{
		subject: h.Get("Adobe-Subject-Token"), roku: h.Get("X-Roku-Reserved-Roku-Connect-Token"), subscriber: h.Get("Roku-Subscriber-Id"),
		service: h.Get("AD-Service-Token"), partner: h.Get("AP-Partner-Framework-Status"),
	}
}

// An SSOPolicy holds the decisions about single sign-on that only defects take otherwise.
type SSOPolicy struct {
	TrustTokens     bool   // tokens are sent on unchecked
	WordForNone     string // stands for the token that a Fire OS device does not have
	RokuByDevice    bool   // the device id stays on Roku
	FirstUserStays  bool   // the token of a device's first user is kept for those after
	PartnerOn       string // the only osName on which the partner's flow is used
	FallbackIsError bool   // a fallback of the partner's session is an error
	ReplaySAML      bool   // a look at the status sends the framework's response again
	RepostSAML      int    // so many times a refused response is sent again
	DoneAtPartner   bool   // a logout at the partner is said to be all
}

// claims are those of a token that can be used: signed or encrypted, and not over. ok is
// false where it cannot; of an encrypted one nothing is known.
func claims(token string, now time.Time) (c struct {
	Subject string  `json:"sub"`
	Expires float64 `json:"exp"`
}, ok bool) {
	parts := strings.Split(token, ".")
	if len(parts) == 5 {
		return c, true
	}
	var head struct {
		Algorithm string `json:"alg"`
	}
	if len(parts) != 3 || !unpack(parts[0], &head) || !unpack(parts[1], &c) {
		return c, false
	}
	signed := head.Algorithm != "" && !strings.EqualFold(head.Algorithm, "none") && parts[2] != ""
	return c, signed && (c.Expires == 0 || now.Before(time.Unix(int64(c.Expires), 0)))
}

func unpack(text string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && json.Unmarshal(raw, into) == nil
}

// carries tells which headers of single sign-on a path of REST API V2 takes: those of
// tokens, and that of the partner.
func carries(path string) (tokens, partner bool) {
	for _, p := range []string{"/sessions/sso/", "/profiles/sso/"} {
		if strings.HasPrefix(path, p) {
			return false, true
		}
	}
	switch {
	case strings.HasPrefix(path, "/profiles/code/"):
		return false, false
	case path == "/sessions", strings.HasPrefix(path, "/logout/"):
		return true, false
	case path == "/profiles", strings.HasPrefix(path, "/profiles/"), strings.HasPrefix(path, "/decisions/"):
		return true, true
	}
	return false, false
}

// identify adds what a device has for single sign-on to the headers of a call. Amazon
// wants its token on every call. What is not good is left out: Adobe Pass then serves the
// call as for any device.
func (s *Service) identify(h http.Header, f facts, path string) {
	tokens, partner := carries(path)
	add := func(name, token string) {
		if _, ok := claims(token, s.now()); token != "" && (ok || s.policy.SSO.TrustTokens) {
			h.Set(name, token)
		}
	}
	add("Adobe-Subject-Token", f.SSO.subject)
	if word := s.policy.SSO.WordForNone; word != "" && f.SSO.subject == "" && f.Info["osVendor"] == "Amazon" {
		h.Set("Adobe-Subject-Token", word)
	}
	if tokens {
		add("X-Roku-Reserved-Roku-Connect-Token", f.SSO.roku)
		add("AD-Service-Token", f.SSO.service)
	}
	if _, ok := f.SSO.provider(s.now()); partner && ok {
		h.Set("AP-Partner-Framework-Status", f.SSO.partner)
	}
}

// provider is the id of the provider that Apple's framework has signed the user in to,
// where access is granted and its information is not over.
func (o sso) provider(now time.Time) (id string, ok bool) {
	var status struct {
		Permission struct {
			Access string `json:"accessStatus"`
		} `json:"frameworkPermissionInfo"`
		Provider struct {
			ID      string `json:"id"`
			Expires string `json:"expirationDate"` // milliseconds
		} `json:"frameworkProviderInfo"`
	}
	raw, err := base64.StdEncoding.DecodeString(o.partner)
	if err != nil || json.Unmarshal(raw, &status) != nil || status.Permission.Access != "granted" || status.Provider.ID == "" {
		return "", false
	}
	ms, err := strconv.ParseInt(status.Provider.Expires, 10, 64)
	return status.Provider.ID, err == nil && now.Before(time.UnixMilli(ms))
}

// user is whom our identity service knows on the device; empty: nobody.
func (o sso) user(now time.Time) string {
	c, ok := claims(o.service, now)
	if !ok {
		return ""
	}
	return c.Subject
}

// recognise looks whether somebody else, or something new for single sign-on, has come to
// a device. The profile of the user before is not the next one's; and what Adobe Pass
// said without the new payload may not hold with it.
func (s *Service) recognise(d *device, before, now sso) error {
	if s.policy.SSO.FirstUserStays && before.service != "" {
		d.mu.Lock()
		d.facts.SSO.service = before.service
		d.mu.Unlock()
		return nil
	}
	if before != now {
		d.mu.Lock()
		d.looked = false
		d.mu.Unlock()
	}
	_, r := d.look()
	user := now.user(s.now())
	_, partner := now.provider(s.now())
	if r.Profile != nil && (r.User != user || r.Profile.Type == "appleSSO" && !partner) {
		if err := s.drop(d); err != nil {
			return err
		}
	}
	if r.User == user {
		return nil
	}
	return s.change(d, func(r *record) { r.User = user })
}
