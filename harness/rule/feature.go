package rule

import "slices"

// A Feature is something that a Programmer Service may declare to have. A rule
// with a feature is N/A to services that do not declare it.
type Feature string

// The features that passproof.yaml can declare. The package config keeps the same names,
// with what they mean to whoever writes the file.
const (
	PreauthorizationFeature    Feature = "preauthorization"
	SecondScreen               Feature = "second-screen"
	MetadataFeature            Feature = "metadata"
	EncryptedMetadata          Feature = "encrypted-metadata"
	EntitlementState           Feature = "entitlement-state"
	LiveStreams                Feature = "live-streams"
	VisitorID                  Feature = "visitor-id"
	DegradedAccess             Feature = "degraded-access"
	TemporaryAccess            Feature = "temporary-access"
	PromotionalTemporaryAccess Feature = "promotional-temporary-access"
	AppleSSO                   Feature = "apple-sso"
	PlatformSSO                Feature = "platform-sso"
	AmazonSSO                  Feature = "amazon-sso"
	RokuSSO                    Feature = "roku-sso"
	ServiceTokenSSO            Feature = "service-token-sso"
)

// Features that nobody declares: who has one of their kinds has them.
const (
	SSO      Feature = "single-sign-on"       // any way of it
	TokenSSO Feature = "single-sign-on-token" // by a token: platform identity or service token
)

// Features are all features, as the documentation comes to them.
var Features = []Feature{
	PreauthorizationFeature, SecondScreen, MetadataFeature, EncryptedMetadata, EntitlementState, LiveStreams, VisitorID, DegradedAccess,
	TemporaryAccess, PromotionalTemporaryAccess, AppleSSO, PlatformSSO, AmazonSSO, RokuSSO, ServiceTokenSSO,
}

// kinds are the features that are a kind of another: who declares one has the other too.
var kinds = map[Feature]Feature{
	EncryptedMetadata:          MetadataFeature,
	PromotionalTemporaryAccess: TemporaryAccess,
	AmazonSSO:                  PlatformSSO,
	RokuSSO:                    PlatformSSO,
	PlatformSSO:                TokenSSO,
	ServiceTokenSSO:            TokenSSO,
	TokenSSO:                   SSO,
	AppleSSO:                   SSO,
}

// Has tells whether a feature is declared, itself or by a kind of it.
func (d *Declared) Has(f Feature) bool {
	return f == "" || slices.ContainsFunc(d.Features, func(have Feature) bool {
		for have != f && have != "" {
			have = kinds[have]
		}
		return have == f
	})
}
