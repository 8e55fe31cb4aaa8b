package config

// Features are the features that passproof.yaml can declare, with what they mean. Rules
// about a feature that is not declared are N/A.
var Features = map[string]string{
	"preauthorization":             "the service asks for preauthorization decisions",
	"second-screen":                "users can sign in on a second screen with a code",
	"metadata":                     "apps get user metadata through the service",
	"encrypted-metadata":           "the service decrypts metadata that Adobe encrypts for it, such as zip; also: metadata",
	"entitlement-state":            "the service keeps authorization decisions to show what a user may watch",
	"live-streams":                 "the service plays live streams or channels, which go on over the end of a decision",
	"visitor-id":                   "the Programmer uses the Experience Cloud ID (AP-Visitor-Identifier)",
	"degraded-access":              "the Programmer has the degradation feature: users get in while an MVPD is degraded",
	"temporary-access":             "users can watch for a while without signing in (TempPass)",
	"promotional-temporary-access": "TempPass with an identity of the user and a number of resources; also: temporary-access",
	"apple-sso":                    "users of Apple devices sign in through the system's TV provider (partner single sign-on)",
	"platform-sso":                 "the service passes on the platform identity of a device (Adobe-Subject-Token)",
	"amazon-sso":                   "platform single sign-on on Fire OS; also: platform-sso",
	"roku-sso":                     "platform single sign-on on Roku; also: platform-sso",
	"service-token-sso":            "the Programmer's own user identity signs in on all devices (AD-Service-Token)",
}
