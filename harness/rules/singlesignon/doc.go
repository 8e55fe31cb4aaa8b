// Package singlesignon holds the rules about single sign-on: by a platform's identity
// (Amazon, Roku), by a service token, and by Apple's framework.
//
// They know what a device had to hand over from the acts "payload", and follow it into
// the headers of the service's calls:
//
//	for _, h := range holdings(e, "amazon", "roku") {
//		for _, x := range h.calls(e, bearing...) {
//			// the device had h when the service made x
//		}
//	}
//
// What a service does on logout is SSO-LOGOUT-TOKENS' alone, and a payload that should
// not have been sent at all is SSO-TOKEN-NOT-EXPIRED's.
package singlesignon
