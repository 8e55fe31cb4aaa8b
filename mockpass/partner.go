package mockpass

import (
	"context"
	"encoding/base64"
	"strings"
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

// partnerSession answers a device that offers partner single sign-on. No partner
// is set up at this mock, so what is not decided by a profile falls back to the
// basic flow, with the reason (S162 to S167;
// rest-api-v2-partner-single-sign-on-apis-retrieve-partner-authentication-request).
func (s *Server) partnerSession(ctx context.Context, c *call) (any, error) {
	status, refusal := s.partnerStatus(c)
	v := s.newSession(c)
	v.MVPD = c.settings.Switches.PartnerFallbackMVPD
	if status.mvpd != nil {
		v.MVPD = status.mvpd.ID
	}
	c.mvpd = v.MVPD
	if err := s.usable(c, v); err != nil {
		return nil, err
	}
	known, err := s.profileDecides(ctx, v, c.now)
	if err != nil {
		return nil, err
	}
	if known {
		return authorized(v.ID, v.ServiceProvider, v.MVPD, reasonAuthenticated), nil
	}
	if err := s.openSession(ctx, c, v); err != nil {
		return nil, err
	}
	reason := reasonConfigurationFallback
	if refusal != nil {
		reason = reasonPartnerFallback
	}
	switch {
	case v.DomainName == "" || v.RedirectURL == "":
		return s.incomplete(v, "resume", reasonMissingFallback), nil
	case v.MVPD == "":
		return s.incomplete(v, "resume", reason), nil
	}
	return interactive(v, reason), nil
}

// partnerProfile takes the answer of a partner to a request that this server has
// made. It has made none, since no partner is set up, so it accepts none (S172 to
// S179; rest-api-v2-partner-single-sign-on-apis-retrieve-profile-using-partner-authentication-response).
func (s *Server) partnerProfile(_ context.Context, c *call) (any, error) {
	status, refusal := s.partnerStatus(c)
	if refusal != nil {
		return nil, refusal
	}
	c.mvpd = status.mvpd.ID
	if err := s.integrate(c, c.mvpd); err != nil {
		return nil, err
	}
	saml := c.param("SAMLResponse")
	if _, err := base64.StdEncoding.DecodeString(saml); err != nil || saml == "" {
		return nil, ErrInvalidParameterSAMLResponse
	}
	return nil, ErrInvalidParameterSAMLResponse.With("it answers no request of this server")
}
