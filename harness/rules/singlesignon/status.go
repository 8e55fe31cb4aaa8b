package singlesignon

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// A status is a decoded AP-Partner-Framework-Status
// (rest-api-v2-appendix-headers-ap-partner-framework-status#directives).
type status struct {
	access   string
	provider string
	until    any // milliseconds, as text
}

// readStatus decodes a value of the header. The error says what is wrong with its form.
func readStatus(text string) (s status, fault string) {
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return s, "is not Base64"
	}
	var body struct {
		Permission *struct {
			Access any `json:"accessStatus"`
		} `json:"frameworkPermissionInfo"`
		Provider *struct {
			ID    any `json:"id"`
			Until any `json:"expirationDate"`
		} `json:"frameworkProviderInfo"`
	}
	if json.Unmarshal(raw, &body) != nil {
		return s, "is not Base64 of JSON"
	}
	if body.Permission == nil {
		return s, "has no frameworkPermissionInfo"
	}
	s.access, _ = body.Permission.Access.(string)
	if body.Provider == nil {
		return s, "has no frameworkProviderInfo"
	}
	s.provider, _ = body.Provider.ID.(string)
	s.until = body.Provider.Until
	return s, ""
}

// ends is when the provider's information is over; ok is false where it cannot be read.
func (s status) ends() (t time.Time, ok bool) {
	switch v := s.until.(type) {
	case string:
		ms, err := strconv.ParseInt(v, 10, 64)
		return time.UnixMilli(ms), err == nil
	case float64:
		return time.UnixMilli(int64(v)), true
	}
	return time.Time{}, false
}

// equal compares what matters.
func (s status) equal(o status) bool {
	a, okA := s.ends()
	b, okB := o.ends()
	return s.access == o.access && s.provider == o.provider && okA == okB && a.Equal(b)
}
