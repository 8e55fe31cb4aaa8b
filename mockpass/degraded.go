package mockpass

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/passproof/passproof/mockpass/state"
)

// degradedUser is what the userID of every degraded profile begins with: that is how
// programmers tell such viewers (degradation-feature).
const degradedUser = "95cf93bcd183214a"

// degradedProfile is what AuthNAll gives a device. It is made anew for every answer
// and remembered nowhere (S075, S100, S171).
func (s *Server) degradedProfile(c *call, mvpd string) state.Profile {
	return state.Profile{
		ID: "degraded " + c.deviceHash(), MVPD: mvpd, Issuer: "Adobe", Type: "degraded",
		NotBefore: c.now, NotAfter: c.now.Add(c.lifetime(c.settings.lifetimes.Degraded)),
		Attributes: map[string]state.Attribute{"userID": {Value: degradedUser + c.deviceHash()}},
	}
}

// degradedDecision is what a rule says about a resource (S111 to S113, S132 to S134).
func (s *Server) degradedDecision(c *call, rule *Degradation, resource string, token bool) decision {
	d := c.decision(resource)
	d.Source = "degradation"
	if rule.Rule == AuthZNone {
		d.Error = s.enhance(ErrAuthorizationDeniedByDegradationRule.With(rule.Message))
		return d
	}
	d.Authorized = true
	if !token {
		return d
	}
	d.Token = s.mediaToken(c, s.degradedProfile(c, c.mvpd), resource)
	if rule.Rule == AuthNAll { // the sample of AuthZAll has no interval
		d.NotBefore, d.NotAfter = c.now.UnixMilli(), c.now.Add(c.lifetime(c.lifetimes().Authorization)).UnixMilli()
	}
	return d
}

// deviceHash stands for a device where it is not to be named: 40 hexadecimal digits.
func (c *call) deviceHash() string {
	sum := sha256.Sum256([]byte("device\x00" + c.device))
	return hex.EncodeToString(sum[:20])
}
