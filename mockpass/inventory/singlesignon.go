package inventory

import "time"

// A ServiceTokenSeed asks for the service token of a user, as an identity service
// would give it to an app (rest-api-v2-appendix-headers-ad-service-token).
type ServiceTokenSeed struct {
	Subject  string `json:"subject"`            // the user, whatever the device
	Lifetime string `json:"lifetime,omitempty"` // as a Go duration; empty: 24h
	Ago      string `json:"ago,omitempty"`      // how long ago it was issued, as a Go duration; longer than the lifetime: it has expired; empty: now
}

// A ServiceToken is a value of AD-Service-Token.
type ServiceToken struct {
	Token    string    `json:"token"` // RS256 JWS
	Issuer   string    `json:"issuer"`
	Subject  string    `json:"subject"`
	Issued   time.Time `json:"issued"`
	NotAfter time.Time `json:"notAfter"`
}

// A Framework is what a partner's framework on one device knows at one moment: Apple's
// Video Subscriber Account framework, for which the mock stands in.
type Framework struct {
	Access   string    `json:"access,omitempty"`   // granted, denied, restricted or notDetermined; empty: granted
	MVPD     string    `json:"mvpd,omitempty"`     // the one that the user is signed in to; it has a platformMappingId
	Provider string    `json:"provider,omitempty"` // the provider's id in the framework, in place of MVPD: one that Adobe Pass may not know
	Account  string    `json:"account,omitempty"`  // the viewer, as the MVPD knows them; empty: viewer
	Until    time.Time `json:"until,omitzero"`     // end of the provider's information; zero: an hour from now
}

// A FrameworkStatus is a value of AP-Partner-Framework-Status.
type FrameworkStatus struct {
	Status string `json:"status"`
}

// A FrameworkRequest is an authentication request that an app hands to a framework.
type FrameworkRequest struct {
	Framework
	Request string `json:"request"` // request of the authenticationRequest in a session's answer
}

// A FrameworkAnswer is what a framework answers to an app.
type FrameworkAnswer struct {
	SAMLResponse string `json:"samlResponse"` // Base64
}
