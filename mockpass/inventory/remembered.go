package inventory

import "time"

// A Status tells whether something is still of use.
type Status string

// The statuses. Sessions have those from Open on and Expired, the others those up to
// Revoked; rules of degradation may be Pending.
const (
	Valid       Status = "valid"
	Expired     Status = "expired"     // its time is over; sessions too
	Invalidated Status = "invalidated" // a profile that was withdrawn before its time
	Revoked     Status = "revoked"     // a token that was revoked, or whose client or application was
	Pending     Status = "pending"     // its time has not begun
	Open        Status = "open"        // nobody has opened the login page yet
	Started     Status = "started"     // the login page was opened
	Completed   Status = "completed"   // the viewer has signed in
	Superseded  Status = "superseded"  // the device has asked for another code since
)

// A Client is a pair of client credentials.
type Client struct {
	ID           string    `json:"id"`               // client_id
	Secret       string    `json:"secret,omitempty"` // client_secret; told when asked for
	Application  string    `json:"application"`      // id
	Scopes       []string  `json:"scopes"`
	RedirectURIs []string  `json:"redirectUris"`
	Status       Status    `json:"status"` // valid, or revoked with its application
	Issued       time.Time `json:"issued"`
}

// A Token is an access token.
type Token struct {
	ID          string    `json:"id"` // its jti
	Client      string    `json:"client"`
	Application string    `json:"application,omitempty"` // of the client; empty: the client is gone
	Status      Status    `json:"status"`
	Issued      time.Time `json:"issued"`
	NotAfter    time.Time `json:"notAfter"`
	AccessToken string    `json:"accessToken,omitempty"` // the token itself; told when asked for
}

// A Session is an authentication session.
type Session struct {
	Code            string    `json:"code"`
	ID              string    `json:"id"`
	Client          string    `json:"client"`
	ServiceProvider string    `json:"serviceProvider"`
	Device          string    `json:"device"`            // decoded AP-Device-Identifier
	Address         string    `json:"address,omitempty"` // of the device
	UserAgent       string    `json:"userAgent,omitempty"`
	MVPD            string    `json:"mvpd,omitempty"`
	DomainName      string    `json:"domainName,omitempty"`
	RedirectURL     string    `json:"redirectUrl,omitempty"`
	Status          Status    `json:"status"`
	NotBefore       time.Time `json:"notBefore"`
	NotAfter        time.Time `json:"notAfter"`
}

// A Device is a device within one client and service provider: that is how far
// profiles reach.
type Device struct {
	Client          string   `json:"client"`
	ServiceProvider string   `json:"serviceProvider"`
	Device          string   `json:"device"`            // decoded AP-Device-Identifier
	Address         string   `json:"address,omitempty"` // the one that it was last heard of from
	Code            string   `json:"code,omitempty"`    // its latest authentication code
	MVPDs           []string `json:"mvpds"`             // ids of those for which it has a valid profile
}

// A Profile is what an MVPD said about a viewer who signed in on a device.
type Profile struct {
	ID              string         `json:"id"` // of the mock; no answer of REST API V2 tells it
	Client          string         `json:"client"`
	ServiceProvider string         `json:"serviceProvider"`
	Device          string         `json:"device"`
	MVPD            string         `json:"mvpd"`
	Account         string         `json:"account"`
	Type            string         `json:"type"`
	Issuer          string         `json:"issuer"`
	Status          Status         `json:"status"`
	NotBefore       time.Time      `json:"notBefore"`
	NotAfter        time.Time      `json:"notAfter"`
	Attributes      map[string]any `json:"attributes"` // user metadata in plain
}

// A Decision is what an MVPD has answered for a resource, as long as it holds.
type Decision struct {
	Profile         string    `json:"profile"`          // id of the profile that it rests on
	Client          string    `json:"client,omitempty"` // this and the next three: of the profile; empty when that was replaced or ended since
	ServiceProvider string    `json:"serviceProvider,omitempty"`
	Device          string    `json:"device,omitempty"`
	MVPD            string    `json:"mvpd,omitempty"`
	Resource        string    `json:"resource"`
	Permit          bool      `json:"permit"`
	Code            string    `json:"code,omitempty"` // of the refusal
	NotBefore       time.Time `json:"notBefore"`
	NotAfter        time.Time `json:"notAfter"`
}

// A Trial is somebody's use of a TempPass.
type Trial struct {
	ID              string    `json:"id"` // of the mock
	ServiceProvider string    `json:"serviceProvider"`
	MVPD            string    `json:"mvpd"`
	Devices         []string  `json:"devices"`    // that have it, as decoded AP-Device-Identifiers
	Identities      []string  `json:"identities"` // of users that have it, as AP-TempPass-Identity tells them, or a hash of that
	Resources       []string  `json:"resources"`  // distinct ones that were authorized
	Status          Status    `json:"status"`     // valid or expired
	Start           time.Time `json:"start"`      // first authorization
	NotAfter        time.Time `json:"notAfter"`
}

// An Identity is a person or a platform account that single sign-on knows, with the
// profile that it has for one MVPD.
type Identity struct {
	Type      string    `json:"type"`    // of its profiles: serviceTokenSSO or platformSSO
	Issuer    string    `json:"issuer"`  // of its token, or the platform
	Subject   string    `json:"subject"` // of its token
	MVPD      string    `json:"mvpd"`
	Profile   string    `json:"profile"` // id of the profile as the first device got it
	Account   string    `json:"account"`
	Status    Status    `json:"status"`  // of the profile
	Devices   []string  `json:"devices"` // that signed in themselves, as decoded AP-Device-Identifiers
	NotBefore time.Time `json:"notBefore"`
	NotAfter  time.Time `json:"notAfter"`
}

// A Degradation is a rule of degraded access.
type Degradation struct {
	ID              string    `json:"id,omitempty"` // empty: of the configuration
	Rule            string    `json:"rule"`         // AuthNAll, AuthZAll or AuthZNone
	ServiceProvider string    `json:"serviceProvider"`
	MVPDs           []string  `json:"mvpds"`   // none: all
	Devices         []string  `json:"devices"` // names of those that it is for; none: all
	Message         string    `json:"message,omitempty"`
	Status          Status    `json:"status"` // pending, valid (it is in force) or expired
	Start           time.Time `json:"start"`
	End             time.Time `json:"end,omitzero"` // zero: never
}
