package state

import (
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
	SSO             SSO         `json:"sso"`
	MVPD            string      `json:"mvpd,omitempty"`
	DomainName      string      `json:"domainName,omitempty"`
	RedirectURL     string      `json:"redirectUrl,omitempty"`
	Step            SessionStep `json:"step"`
	Superseded      bool        `json:"superseded,omitempty"` // the device asked for another code since
	NotBefore       time.Time   `json:"notBefore"`
	NotAfter        time.Time   `json:"notAfter"`
}

// SSO is the single sign-on context that came with the creation of a session.
type SSO struct {
	ServiceToken string `json:"serviceToken,omitempty"` // AD-Service-Token
	SubjectToken string `json:"subjectToken,omitempty"` // Adobe-Subject-Token
	RokuToken    string `json:"rokuToken,omitempty"`    // X-Roku-Reserved-Roku-Connect-Token
	Visitor      string `json:"visitor,omitempty"`      // AP-Visitor-Identifier
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
	Code     string             `json:"code,omitempty"` // its latest authentication code
	Profiles map[string]Profile `json:"profiles,omitempty"`
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
}

// An Attribute is one piece of user metadata.
type Attribute struct {
	Value any    `json:"value"`
	State string `json:"state"` // plain or enc
}

// A Decision is what an MVPD answered for one resource.
type Decision struct {
	Permit    bool      `json:"permit"`
	NotBefore time.Time `json:"notBefore"`
	NotAfter  time.Time `json:"notAfter"`
}

// DeviceKey is the key of a device in the table of devices.
func DeviceKey(client, serviceProvider, device string) string {
	return strings.Join([]string{client, serviceProvider, device}, "\x00")
}

// DecisionKey is the key of the decision for a resource under a profile. A new
// profile has a new ID, so decisions never outlive the profile that they rest on.
func DecisionKey(profile, resource string) string { return profile + "\x00" + resource }
