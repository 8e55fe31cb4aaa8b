package singlesignon

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of the phase.
var Rules = []*rule.Rule{
	PlatformHeader, AmazonEveryRequest, RokuS2S, TokenNotExpired, Fallback,
	ServiceTokenHeader, ServiceTokenJWS, ServiceTokenConsistent,
	PartnerStatusHeader, PartnerStatusFormat, PartnerRouting, PartnerSAMLEncoding, PartnerProfileOnce, PartnerErrors, AppleMVPDFlags,
	LogoutTokens,
}
