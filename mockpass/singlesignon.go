package mockpass

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// The kinds of single sign-on by a token, which are the types of the profiles that
// they give (rest-api-v2-single-sign-on-service-token-flows,
// rest-api-v2-single-sign-on-platform-identity-flows).
const (
	serviceTokenSSO = "serviceTokenSSO"
	platformSSO     = "platformSSO"
)

// identities are the keys of those that a call brings along, service token first. A
// token that is absent, bad or out of date is as though it were not there.
func (s *Server) identities(c *call) []string {
	var keys []string
	h := c.request.Header
	if text := h.Get("AD-Service-Token"); text != "" {
		if issuer, subject, err := c.settings.serviceToken(text, c.now); err == nil {
			keys = append(keys, state.IdentityKey(serviceTokenSSO, issuer, subject))
		}
	}
	for _, p := range []struct{ header, platform, secret string }{
		{"Adobe-Subject-Token", "FireOS", c.settings.PlatformSecrets.Amazon},
		{"X-Roku-Reserved-Roku-Connect-Token", "Roku", c.settings.PlatformSecrets.Roku},
	} {
		if text := h.Get(p.header); text != "" {
			if subject, err := platformSubject(text, p.secret, c.now); err == nil {
				keys = append(keys, state.IdentityKey(platformSSO, p.platform, subject))
			}
		}
	}
	return keys
}

// enabled are the keys whose way of single sign-on an integration has enabled for a
// platform. A platform identity is of the platform that made its token.
func (s *settings) enabled(keys []string, in Integration, platform string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		kind, rest, _ := strings.Cut(key, "\x00")
		on := platform
		if kind == platformSSO {
			on, _, _ = strings.Cut(rest, "\x00")
		}
		return !s.singleSignOn(in, on)
	})
}

// sharedProfile is the valid profile that an identity of the call has for an MVPD,
// as the call's device sees it: of the type of the way it came, with the end of the
// first device's profile.
func (s *Server) sharedProfile(ctx context.Context, c *call, mvpd string) (p state.Profile, found bool, err error) {
	identities := s.identities(c)
	if len(identities) == 0 {
		return p, false, nil
	}
	for _, key := range c.settings.enabled(identities, c.provider.integrations[mvpd], c.platform()) {
		identity, err := s.store.Identities().Load(ctx, key)
		if errors.Is(err, state.ErrNotFound) {
			continue
		} else if err != nil {
			return p, false, err
		}
		shared, ok := identity.Profiles[mvpd]
		if !ok || shared.Profile.Invalidated || !c.now.Before(shared.Profile.NotAfter) {
			continue
		}
		p = shared.Profile
		p.ID = state.SharedProfileID(p.ID, c.holder())
		p.Issuer = mvpd
		p.Type, _, _ = strings.Cut(key, "\x00")
		p.Attributes = map[string]state.Attribute{}
		for _, name := range []string{"upstreamUserID", "userID", "mvpd"} {
			if a, ok := shared.Profile.Attributes[name]; ok {
				p.Attributes[name] = a
			}
		}
		return p, true, nil
	}
	return p, false, nil
}

// share lets the other devices of the identities in with a profile that a device has
// got by signing in.
func (s *Server) share(ctx context.Context, keys []string, holder string, p state.Profile) error {
	for _, key := range keys {
		err := s.changeIdentity(ctx, key, p.NotBefore, func(i *state.Identity) {
			holders := i.Profiles[p.MVPD].Holders
			if !slices.Contains(holders, holder) {
				holders = append(slices.Clone(holders), holder)
			}
			i.Profiles[p.MVPD] = state.Shared{Profile: p, Holders: holders}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// unshare ends the profile of identities for an MVPD, and with it those of the devices
// that signed in: a single logout. It tells whether there was any.
func (s *Server) unshare(ctx context.Context, keys []string, mvpd string, now time.Time) (bool, error) {
	any := false
	for _, key := range keys {
		var holders []string
		err := s.changeIdentity(ctx, key, now, func(i *state.Identity) {
			shared, ok := i.Profiles[mvpd]
			any = any || ok && now.Before(shared.Profile.NotAfter)
			holders = shared.Holders
			delete(i.Profiles, mvpd)
		})
		if err != nil {
			return any, err
		}
		for _, holder := range holders {
			if _, err := s.changeDevice(ctx, holder, now, func(d *state.Device) { delete(d.Profiles, mvpd) }); err != nil {
				return any, err
			}
		}
	}
	return any, nil
}

// changeIdentity changes what is known of an identity, whose profiles change may
// write to. It is kept as long as the last of its profiles.
func (s *Server) changeIdentity(ctx context.Context, key string, now time.Time, change func(*state.Identity)) error {
	_, err := s.store.Identities().Change(ctx, key, func(i state.Identity, _ bool) (state.Identity, time.Time, error) {
		profiles := make(map[string]state.Shared, len(i.Profiles)+1)
		for mvpd, shared := range i.Profiles {
			profiles[mvpd] = shared
		}
		i.Profiles = profiles
		change(&i)
		keep := now
		for _, shared := range i.Profiles {
			if shared.Profile.NotAfter.After(keep) {
				keep = shared.Profile.NotAfter
			}
		}
		return i, keep.Add(afterlife), nil
	})
	return err
}
