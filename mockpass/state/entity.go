package state

import (
	"encoding/base64"
	"strings"
	"time"
)

// A Client is a pair of client credentials that a software statement was traded for.
type Client struct {
	ID           string    `json:"id"`
	Secret       string    `json:"secret"`
	Application  string    `json:"application"` // id of the registered application
	Scopes       []string  `json:"scopes"`
	RedirectURIs []string  `json:"redirectUris"`
	Issued       time.Time `json:"issued"`
}

// A Token is what is remembered of an access token.
type Token struct {
	ID       string    `json:"id"`
	Client   string    `json:"client"`
	Issued   time.Time `json:"issued"`
	NotAfter time.Time `json:"notAfter"` // invalid from this instant on
	Revoked  bool      `json:"revoked,omitempty"`
}

// A Session is one authentication session, known to the outside by its code.
type Session struct {
	ID              string      `json:"id"`
	Code            string      `json:"code"`
	ServiceProvider string      `json:"serviceProvider"`
	Client          string      `json:"client"`            // client_id that created it
	Device          string      `json:"device"`            // decoded AP-Device-Identifier
	Info            []byte      `json:"info,omitempty"`    // decoded X-Device-Info
	Address         string      `json:"address,omitempty"` // address of the device: first element of X-Forwarded-For, else the peer
	UserAgent       string      `json:"userAgent,omitempty"`
	Identities      []string    `json:"identities,omitempty"` // keys of single sign-on that came with its creation
	MVPD            string      `json:"mvpd,omitempty"`
	DomainName      string      `json:"domainName,omitempty"`
	RedirectURL     string      `json:"redirectUrl,omitempty"`
	Step            SessionStep `json:"step"`
	Superseded      bool        `json:"superseded,omitempty"` // the device asked for another code since
	NotBefore       time.Time   `json:"notBefore"`
	NotAfter        time.Time   `json:"notAfter"`
}

// A SessionStep tells how far a session has come.
type SessionStep string

// The steps of a session. Whether parameters are missing is seen from the session itself.
const (
	Open      SessionStep = ""          // created; nobody has opened the login page
	Started   SessionStep = "started"   // a user agent was sent to the login page
	Completed SessionStep = "completed" // the viewer has signed in, or had a profile when the session was resumed
)

// A Device is a device within one client and service provider: that is how far
// profiles reach (rest-api-v2-glossary, profile).
type Device struct {
	Code     string             `json:"code,omitempty"`     // its latest authentication code
	Address  string             `json:"address,omitempty"`  // the one that it was last heard of from
	Profiles map[string]Profile `json:"profiles,omitempty"` // by MVPD
	Partner  map[string]Profile `json:"partner,omitempty"`  // those of partner single sign-on, by MVPD
}

// A Profile is what an MVPD said about a viewer when they signed in.
type Profile struct {
	ID         string               `json:"id"`
	MVPD       string               `json:"mvpd"`
	Account    string               `json:"account"` // name with which the viewer signed in; never sent
	Issuer     string               `json:"issuer"`
	Type       string               `json:"type"`
	Attributes map[string]Attribute `json:"attributes"`
	NotBefore  time.Time            `json:"notBefore"`
	NotAfter   time.Time            `json:"notAfter"`
	// Invalidated profiles were taken back by the MVPD or an operator before their time.
	Invalidated bool `json:"invalidated,omitempty"`
}

// An Attribute is one piece of user metadata. It is remembered in plain; whether it
// is sent encrypted, and for whom, the integration says.
type Attribute struct {
	Value any `json:"value"`
}

// An Identity is a person or platform account that single sign-on knows.
type Identity struct {
	Profiles map[string]Shared `json:"profiles,omitempty"` // by MVPD
}

// A Shared profile lets every device of an identity in.
type Shared struct {
	Profile Profile  `json:"profile"` // as the first device got it
	Holders []string `json:"holders"` // keys of the devices that signed in themselves
}

// A Trial is somebody's use of a TempPass. Rows that are found by a device or by a
// user identity hold nothing but the ID of the trial; the row of that ID has the rest.
type Trial struct {
	ID        string    `json:"id"`
	Start     time.Time `json:"start,omitzero"`      // first authorization
	NotAfter  time.Time `json:"notAfter,omitzero"`   // end, whatever is watched
	Resources []string  `json:"resources,omitempty"` // distinct ones that were authorized, in their order
}

// A PartnerRequest is an authentication request for a partner's framework that waits
// for its response.
type PartnerRequest struct {
	ID              string    `json:"id"`
	Holder          string    `json:"holder"` // key of the device
	ServiceProvider string    `json:"serviceProvider"`
	MVPD            string    `json:"mvpd"`
	Answered        bool      `json:"answered,omitempty"`
	NotAfter        time.Time `json:"notAfter"`
}

// A Decision is what an MVPD answered for one resource.
type Decision struct {
	Permit    bool      `json:"permit"`
	Code      string    `json:"code,omitempty"`    // of the refusal
	Details   string    `json:"details,omitempty"` // of the refusal
	NotBefore time.Time `json:"notBefore"`
	NotAfter  time.Time `json:"notAfter"`
}

// DeviceKey is the key of a device in the table of devices.
func DeviceKey(client, serviceProvider, device string) string {
	return strings.Join([]string{client, serviceProvider, device}, "\x00")
}

// IdentityKey is the key of an identity: kind is the type of its profiles, issuer and
// subject are those of its token.
func IdentityKey(kind, issuer, subject string) string {
	return strings.Join([]string{kind, issuer, subject}, "\x00")
}

// TrialKey is the key of a trial of a TempPass; kind is device, identity or trial.
func TrialKey(serviceProvider, mvpd, kind, name string) string {
	return strings.Join([]string{serviceProvider, mvpd, kind, name}, "\x00")
}

// SplitIdentityKey takes the key of an identity apart. ok is false for a text that
// IdentityKey has not made.
func SplitIdentityKey(key string) (kind, issuer, subject string, ok bool) {
	kind, rest, _ := strings.Cut(key, "\x00")
	issuer, subject, ok = strings.Cut(rest, "\x00")
	return kind, issuer, subject, ok
}

// SplitTrialKey takes the key of a trial apart. ok is false for a text that TrialKey
// has not made.
func SplitTrialKey(key string) (serviceProvider, mvpd, kind, name string, ok bool) {
	parts := strings.SplitN(key, "\x00", 4) // the name may hold any byte
	if len(parts) < 4 {
		return "", "", "", "", false
	}
	return parts[0], parts[1], parts[2], parts[3], true
}

// SharedProfileID is the ID of a shared profile as one device has it, whose key is
// holder: the decisions of each device are its own.
func SharedProfileID(id, holder string) string {
	return id + " " + base64.RawURLEncoding.EncodeToString([]byte(holder))
}

// SplitSharedProfileID takes the ID of a shared profile apart. shared is false for any
// other profile, and id then all of it.
func SplitSharedProfileID(profile string) (id, holder string, shared bool) {
	id, coded, found := strings.Cut(profile, " ")
	key, err := base64.RawURLEncoding.DecodeString(coded)
	if !found || err != nil {
		return profile, "", false
	}
	return id, string(key), true
}

// SplitDeviceKey takes the key of a device apart. ok is false for a text that
// DeviceKey has not made.
func SplitDeviceKey(key string) (client, serviceProvider, device string, ok bool) {
	client, rest, ok := strings.Cut(key, "\x00")
	if !ok {
		return "", "", "", false
	}
	serviceProvider, device, ok = strings.Cut(rest, "\x00") // the device's id may hold any byte
	return client, serviceProvider, device, ok
}

// DecisionKey is the key of the decision for a resource under a profile. A new
// profile has a new ID, so decisions never outlive the profile that they rest on.
func DecisionKey(profile, resource string) string { return profile + "\x00" + resource }

// SplitDecisionKey takes the key of a decision apart. ok is false for a text that
// DecisionKey has not made.
func SplitDecisionKey(key string) (profile, resource string, ok bool) {
	return strings.Cut(key, "\x00")
}
