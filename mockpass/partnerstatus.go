package mockpass

import (
	"encoding/json"
	"strconv"

	"github.com/passproof/passproof/specs"
)

// partnerStatus is a decoded AP-Partner-Framework-Status
// (rest-api-v2-appendix-headers-ap-partner-framework-status).
type partnerStatus struct {
	Permission struct {
		AccessStatus string `json:"accessStatus"`
	} `json:"frameworkPermissionInfo"`
	Provider struct {
		ID             string `json:"id"`
		ExpirationDate string `json:"expirationDate"` // milliseconds, as text
	} `json:"frameworkProviderInfo"`

	mvpd *MVPD // the one that the provider id maps to; nil: none
}

// partnerStatus reads the header and checks it in the order of the error codes.
// The MVPD is told even when the status cannot be used for another reason.
func (s *Server) partnerStatus(c *call) (partnerStatus, error) {
	var p partnerStatus
	text, err := specs.DecodeBase64(c.request.Header.Get("AP-Partner-Framework-Status"))
	if err != nil || json.Unmarshal(text, &p) != nil {
		return p, ErrInvalidHeaderPFSPermissionAccessNotPresent
	}
	p.mvpd = c.settings.directory.mapped(c.provider, p.Provider.ID)
	until, badDate := strconv.ParseInt(p.Provider.ExpirationDate, 10, 64)
	switch p.Permission.AccessStatus {
	case "":
		return p, ErrInvalidHeaderPFSPermissionAccessNotPresent
	case "denied", "restricted":
		return p, ErrInvalidHeaderPFSPermissionAccessNotGranted
	case "granted":
	default:
		return p, ErrInvalidHeaderPFSPermissionAccessNotDetermined
	}
	switch {
	case p.mvpd == nil:
		return p, ErrInvalidHeaderPFSProviderIDNotDetermined
	case badDate != nil || until <= c.now.UnixMilli():
		return p, ErrInvalidHeaderPFSProviderInfoExpired
	}
	return p, nil
}
