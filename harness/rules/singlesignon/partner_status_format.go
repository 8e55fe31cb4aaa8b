package singlesignon

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PartnerStatusFormat: the status is well-formed, of now, and good where it matters.
var PartnerStatusFormat = &rule.Rule{
	ID:      "SSO-PARTNER-STATUS-FORMAT",
	Phase:   rule.SingleSignOn,
	Level:   rule.Must,
	Feature: rule.AppleSSO,
	Statement: "AP-Partner-Framework-Status is Base64 of JSON with accessStatus, provider id and expirationDate (milliseconds, as text), " +
		"as the framework said last, and the partner endpoints are called with a good one only.",
	Why:      "A status that cannot be read, or of last week, ends in the fallback: users never see single sign-on.",
	Remedy:   "Pass on what the app has got from the framework with this call, and go straight to the regular flow when access is not granted or the provider's information is over.",
	Occasion: "status of the framework",
	Missing:  "no status of the framework was sent",
	Sources: []rule.Source{
		{Page: "rest-api-v2-appendix-headers-ap-partner-framework-status", Anchor: "directives"},
		{Page: "rest-api-v2-single-sign-on-partner-flows", Anchor: "workflow-retrieve-partner-authentication-request"},
		{Page: "apple-sso-cookbook-rest-api-v2", Anchor: "workflow"},
	},
	Grain:   rule.Run,
	Passive: true,
	Check: func(e *rule.Evidence) []rule.Case {
		said := holdings(e, "partner")
		var cases []rule.Case
		for _, x := range e.Operations() {
			text := header(x, partnerHeader)
			if text == "" {
				continue // SSO-PARTNER-STATUS-HEADER and SSO-FALLBACK
			}
			s, fault := readStatus(text)
			c := s.judge(fault, x)
			if c == nil {
				c = stale(e, said, s, x)
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// leastMillis tells milliseconds from seconds: as the former it is a day of 1973, as the
// latter one of the year 5138.
const leastMillis = 100_000_000_000

// judge looks at the form, and at what the partner endpoints ask for.
func (s status) judge(fault string, x *journal.Exchange) *rule.Complaint {
	if fault != "" {
		return rule.Complain("the %s of %s %s; wanted Base64 of JSON with frameworkPermissionInfo and frameworkProviderInfo", partnerHeader, x.Operation, fault)
	}
	if !slices.Contains([]string{"granted", "denied", "restricted", "notDetermined"}, s.access) {
		return rule.Complain("accessStatus is %q; wanted granted, denied, restricted or notDetermined", s.access)
	}
	if s.access != "granted" {
		return s.attempted(x, "accessStatus is "+s.access)
	}
	until, ok := s.ends()
	switch _, text := s.until.(string); {
	case s.provider == "":
		return rule.Complain("access is granted and frameworkProviderInfo has no id; wanted that of the provider")
	case !ok:
		return rule.Complain("expirationDate is %v; wanted milliseconds, as text", s.until)
	case until.UnixMilli() < leastMillis:
		return rule.Complain("expirationDate is %v, which is seconds; wanted milliseconds", s.until)
	case !text:
		return rule.Warn("expirationDate is a number; wanted text")
	case until.Add(skew).Before(x.Start):
		return s.attempted(x, "the provider's information is over")
	}
	return nil
}

// attempted judges a call that could not succeed. Adobe Pass falls back by itself on
// sessions, which the FAQ counts among the ways to the regular flow: a warning.
func (s status) attempted(x *journal.Exchange, why string) *rule.Complaint {
	switch x.Operation {
	case "partnerSession":
		return rule.Warn("partnerSession was called although %s; wanted the regular flow at once", why)
	case "partnerProfile":
		return rule.Complain("partnerProfile was called although %s; wanted the regular flow", why)
	}
	return nil
}

// stale compares the status with the one that the app had delivered.
func stale(e *rule.Evidence, said []*holding, s status, x *journal.Exchange) *rule.Complaint {
	who := e.Name(x)
	for _, h := range said {
		if h.device() != who || !h.covers(x.Start) {
			continue
		}
		if now, fault := readStatus(h.value()); fault == "" && !s.equal(now) {
			return rule.Complain("%s for %s carries a status that the framework has replaced before; wanted the one of now", x.Operation, who)
		}
	}
	return nil
}
