package mockpass

import (
	"context"
	"maps"
)

// requestor is the service provider in a configuration answer.
type requestor struct {
	ID      string           `json:"id"`
	Name    string           `json:"name"`
	Domains []domain         `json:"domains"`
	MVPDs   []map[string]any `json:"mvpds"`
}

type domain struct {
	Name          string `json:"name"`
	MVPDInitiated bool   `json:"mvpdInitiated"`
}

// configurationAnswer has the members of the sample, not those of the published
// OpenAPI document
// (rest-api-v2-configuration-apis-retrieve-configuration-for-specific-service-provider).
type configurationAnswer struct {
	Device     string    `json:"device"`
	ClientType string    `json:"clientType"`
	OS         string    `json:"os"`
	Requestor  requestor `json:"requestor"`
}

// configuration lists the MVPDs with an active integration (S050 to S052).
func (s *Server) configuration(_ context.Context, c *call) (any, error) {
	out := configurationAnswer{Device: "unknown", ClientType: "html5", OS: "Unknown", Requestor: requestor{
		ID: c.provider.ID, Name: c.provider.Name, Domains: []domain{}, MVPDs: []map[string]any{},
	}}
	for _, name := range c.provider.Domains {
		out.Requestor.Domains = append(out.Requestor.Domains, domain{Name: name})
	}
	for _, id := range c.provider.order {
		if s.switched.active(c.provider.ID, c.provider.integrations[id]) {
			out.Requestor.MVPDs = append(out.Requestor.MVPDs, c.settings.directory.mvpds[id].entry(c.provider.integrations[id], c.platform()))
		}
	}
	return out, nil
}

// entry is how an MVPD is listed for a platform. What partner frameworks are told is
// there only on the platforms that have one.
func (m *MVPD) entry(in Integration, platform string) map[string]any {
	e := map[string]any{}
	maps.Copy(e, m.Flags)
	if m.TempPass != nil {
		e["isTempPass"], e["authPerAggregator"] = true, true
	}
	if m.PlatformMappingID != "" {
		e["platformMappingId"] = m.PlatformMappingID
	}
	if m.BoardingStatus != "" && partnerPlatform(platform) {
		p := in.platform(platform)
		e["boardingStatus"] = m.BoardingStatus
		e["enablePlatformServices"] = p.SingleSignOn
		e["displayInPlatformPicker"] = p.DisplayInPlatformPicker
		e["enforcePlatformPermissions"] = p.EnforcePlatformPermissions
	}
	e["id"], e["displayName"], e["logoUrl"] = m.ID, m.DisplayName, m.LogoURL
	return e
}
