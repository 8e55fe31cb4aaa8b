package errors

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// premium tells whether a refusal belongs to degraded or temporary access: profiles that
// were lent and are gone (DEGR-RECOVERY), trials that have ended (TEMP-LIMIT-EXCEEDED) and
// identities that are missing (TEMP-PROMO-IDENTITY).
func premium(e *rule.Evidence, x *journal.Exchange) bool {
	switch rule.Refused(x).Code {
	case "temporary_access_duration_limit_exceeded", "temporary_access_resources_limit_exceeded":
		return true
	case "invalid_header_identity_for_temporary_access":
		return e.Declared.Has(rule.PromotionalTemporaryAccess)
	case "authenticated_profile_missing":
		return lent(e, x)
	}
	return false
}

// lent tells whether a degradation rule has let the device of x in before.
func lent(e *rule.Evidence, x *journal.Exchange) bool {
	for _, y := range e.Operations("createSession", "profilesByMvpd", "profilesByCode", "authorize") {
		if y.Device != x.Device || !y.Start.Before(x.Start) {
			continue
		}
		if s, ok := rule.SessionOf(y); ok && s.Reason == "degraded" {
			return true
		}
		for _, p := range rule.Profiles(y) {
			if p.Type == "degraded" {
				return true
			}
		}
		for _, d := range rule.Decisions(y) {
			if d.Source == "degradation" {
				return true
			}
		}
	}
	return false
}
