package mockpass

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/apple"
	"github.com/passproof/passproof/mockpass/state"
)

// partners are the partners of partner single sign-on.
var partners = []string{"Apple"}

func isPartner(name string) bool {
	for _, p := range partners {
		if strings.EqualFold(p, name) {
			return true
		}
	}
	return false
}

// partnerPlatform tells whether a platform has the framework of a partner.
func partnerPlatform(platform string) bool { return platform == "iOS" || platform == "tvOS" }

// partnerSession answers a device that offers partner single sign-on: with a request
// for the partner's framework, or, when that cannot be, with the basic flow and the
// reason (S160 to S167;
// rest-api-v2-partner-single-sign-on-apis-retrieve-partner-authentication-request).
func (s *Server) partnerSession(ctx context.Context, c *call) (any, error) {
	status, refusal := s.partnerStatus(c)
	v := s.newSession(c)
	v.MVPD, v.Identities = c.settings.Switches.PartnerFallbackMVPD, nil
	if status.mvpd != nil {
		v.MVPD = status.mvpd.ID
	}
	c.mvpd = v.MVPD
	if err := s.usable(c, v); err != nil {
		return nil, err
	}
	reason, err := s.decides(ctx, c, v)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		return authorized(v.ID, v.ServiceProvider, v.MVPD, reason), nil
	}
	lacks := v.DomainName == "" || v.RedirectURL == ""
	onboarded := refusal == nil && c.partnerIntegrated(status.mvpd)
	if onboarded && (!lacks || c.settings.Switches.PartnerBeforeMissing) {
		return s.partnerRequest(ctx, c, v, status)
	}
	if err := s.openSession(ctx, c, v); err != nil {
		return nil, err
	}
	reason = reasonConfigurationFallback
	if refusal != nil {
		reason = reasonPartnerFallback
	}
	switch {
	case lacks:
		return s.incomplete(v, "resume", reasonMissingFallback), nil
	case v.MVPD == "":
		return s.incomplete(v, "resume", reason), nil
	}
	return interactive(v, reason), nil
}

// partnerIntegrated tells whether an MVPD takes part in partner single sign-on on the
// platform of the call's device: it is onboarded, and the integration has enabled it
// (apple-sso-overview).
func (c *call) partnerIntegrated(m *MVPD) bool {
	platform := c.platform()
	return partnerPlatform(platform) && m.BoardingStatus == "SUPPORTED" &&
		c.provider.integrations[m.ID].platform(platform).SingleSignOn
}

// partnerLogin is how long the framework may take to answer a request. It is not
// documented; the half hour of an authentication session is taken for it.
const partnerLogin = 30 * time.Minute

// partnerRequest makes a request for the framework and remembers that it waits for
// the response.
func (s *Server) partnerRequest(ctx context.Context, c *call, v state.Session, status partnerStatus) (any, error) {
	signer, err := s.samlSigner()
	if err != nil {
		return nil, err
	}
	waiting := state.PartnerRequest{
		ID: "_" + v.ID, Holder: c.holder(), ServiceProvider: v.ServiceProvider, MVPD: v.MVPD, NotAfter: c.now.Add(partnerLogin),
	}
	text, err := apple.Request{ID: waiting.ID, Provider: status.Provider.ID, Issued: c.now}.Encode(signer)
	if err != nil {
		return nil, err
	}
	if err := s.store.PartnerRequests().Save(ctx, waiting.ID, waiting, waiting.NotAfter); err != nil {
		return nil, err
	}
	return sessionAnswer{
		ActionName: "partner_profile", ActionType: "direct", ReasonType: reasonNone,
		URL:       apiPath(v.ServiceProvider, "profiles", "sso", partners[0]),
		SessionID: v.ID, MVPD: v.MVPD, ServiceProvider: v.ServiceProvider,
		AuthenticationRequest: &authenticationRequest{Type: "saml", Request: text, AttributesNames: apple.Attributes},
	}, nil
}

// partnerProfile takes the framework's response to a request that this server has made
// for the same device, and saves the profile (S170 to S179;
// rest-api-v2-partner-single-sign-on-apis-retrieve-profile-using-partner-authentication-response).
func (s *Server) partnerProfile(ctx context.Context, c *call) (any, error) {
	status, refusal := s.partnerStatus(c)
	if status.mvpd != nil {
		c.mvpd = status.mvpd.ID
		if err := s.integrate(c, c.mvpd); err != nil {
			return nil, err
		}
		if s.degradation(c, c.mvpd, AuthNAll) != nil {
			return s.show(c, s.degradedProfile(c, c.mvpd))
		}
	}
	if refusal != nil {
		return nil, refusal
	}
	signer, err := s.samlSigner()
	if err != nil {
		return nil, err
	}
	response, err := apple.ReadResponse(c.param("SAMLResponse"), signer.Certificate(), c.now)
	if err != nil {
		return nil, ErrInvalidParameterSAMLResponse.With(err.Error())
	}
	if err := s.answersRequest(ctx, c, response); err != nil {
		return nil, err
	}
	lifetime := c.lifetime(c.lifetimes().Profile)
	p := s.newProfile(status.mvpd, response.Account, "appleSSO", c.now, lifetime)
	fromPartner(&p)
	if _, err := s.changeDevice(ctx, c.holder(), c.now, func(d *state.Device) { d.Partner[c.mvpd] = p }); err != nil {
		return nil, err
	}
	answer, err := s.show(c, p)
	answer.created = !c.settings.Switches.PartnerProfileOK
	return answer, err
}

// fromPartner makes a profile one that a partner's framework has given.
func fromPartner(p *state.Profile) {
	p.Issuer = partners[0]
	p.Attributes["tokenSource"] = state.Attribute{Value: partners[0]}
}

// answersRequest tells whether a response is the first to a request of the call's
// device, and for the MVPD that the status names.
func (s *Server) answersRequest(ctx context.Context, c *call, response apple.Response) error {
	_, err := s.store.PartnerRequests().Change(ctx, response.InResponseTo, func(r state.PartnerRequest, found bool) (state.PartnerRequest, time.Time, error) {
		switch {
		case !found || r.Holder != c.holder() || r.ServiceProvider != c.serviceProvider:
			return r, time.Time{}, ErrInvalidParameterSAMLResponse.With("it answers no request of this server for the device")
		case r.Answered:
			return r, time.Time{}, ErrInvalidParameterSAMLResponse.With("its request was answered before")
		case r.MVPD != c.mvpd:
			return r, time.Time{}, ErrInvalidHeaderPFSProviderIDMismatch.With("the request was made for " + r.MVPD)
		}
		r.Answered = true
		return r, r.NotAfter, nil
	})
	return err
}

// partnerProfileOf is the valid profile that a partner's framework has given the
// call's device for an MVPD. Without a good status for that MVPD it is not seen.
func (s *Server) partnerProfileOf(ctx context.Context, c *call, mvpd string) (state.Profile, error) {
	if c.request.Header.Get("AP-Partner-Framework-Status") == "" {
		return state.Profile{}, ErrAuthenticatedProfileMissing
	}
	status, refusal := s.partnerStatus(c)
	if refusal != nil || status.mvpd.ID != mvpd {
		return state.Profile{}, ErrAuthenticatedProfileMissing
	}
	d, err := s.deviceOf(ctx, c.holder())
	if err != nil {
		return state.Profile{}, err
	}
	return valid(d.Partner, mvpd, c.now)
}

// Framework is a stand-in for Apple's framework on a device whose user has granted
// access and is signed in to an MVPD as account; its fields can be changed. The error
// says why the MVPD cannot be known there.
func (s *Server) Framework(mvpd, account string, until time.Time) (*apple.Framework, error) {
	m := s.settings().directory.mvpds[mvpd]
	if m == nil || m.PlatformMappingID == "" {
		return nil, errors.New("mockpass: framework: " + mvpd + " is no MVPD with a platformMappingId")
	}
	signer, err := s.samlSigner()
	if err != nil {
		return nil, err
	}
	return &apple.Framework{Access: apple.Granted, Provider: m.PlatformMappingID, Until: until, Account: account, Signer: signer}, nil
}
