package mockpass

import "context"

// sessionStatus answers session
// (rest-api-v2-sessions-apis-retrieve-authentication-session).
type sessionStatus struct {
	MissingParameters  []string          `json:"missingParameters,omitempty"`
	ExistingParameters map[string]string `json:"existingParameters"`
	Device             deviceAnswer      `json:"device"`
	NotBefore          string            `json:"notBefore"`
	NotAfter           string            `json:"notAfter"`
}

// showSession tells what is known of a session (S030 to S033).
func (s *Server) showSession(_ context.Context, c *call) (any, error) {
	v, err := s.live(c)
	if err != nil {
		return nil, err
	}
	existing := map[string]string{"serviceProvider": v.ServiceProvider}
	for name, value := range map[string]string{"mvpd": v.MVPD, "domainName": v.DomainName, "redirectUrl": v.RedirectURL} {
		if value != "" {
			existing[name] = value
		}
	}
	return sessionStatus{
		MissingParameters: s.missing(v), ExistingParameters: existing, Device: describeDevice(v),
		NotBefore: millisText(v.NotBefore), NotAfter: millisText(v.NotAfter),
	}, nil
}
