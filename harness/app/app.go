// Package app plays the streaming app towards the subject: verbs of a viewer on a
// device, carried to the subject's own API by a [Driver].
package app

import "context"

// A Driver carries verbs of a streaming app to the subject's own API. It is to a
// device what http.RoundTripper is to http.Client: passproof.yaml describes one,
// a Go team may write one. A Driver is safe for concurrent use.
type Driver interface {
	// Verbs are the verbs that the subject's app has, by their names in journal.
	Verbs() []string
	// Do carries one verb. An answer that says no is an Answer, not an error; an
	// error tells that no answer came or that it could not be understood.
	Do(ctx context.Context, c Call) (Answer, error)
}

// A Call is one verb on one device.
type Call struct {
	Verb   string         // journal.Login and so on
	ID     string         // sent along as X-Request-Id, so that the subject's developers find the call in their logs
	Base   string         // base URL of the subject instance, without a slash at the end
	Device Device         // who calls
	Args   map[string]any // by the names that package journal gives
}

// An Answer holds what came back, by the names that package journal gives.
type Answer map[string]any

// A Device is a streaming device as it knows itself.
type Device struct {
	Name    string         // the harness's name of it
	ID      string         // stable hardware id
	Address string         // public address
	Port    int            // source port of its connection
	Info    map[string]any // facts, by the keys of X-Device-Info
	ECID    string         // Experience Cloud ID of its user
	SSO     SSO
}

// SSO holds the payloads of single sign-on that an app gets on its device; empty: none.
type SSO struct {
	SubjectToken   string // Amazon's SSO token, of its library
	RokuToken      string // what Roku OS adds to requests as X-Roku-Reserved-Roku-Connect-Token
	RokuSubscriber string // the subscriber id that Roku adds along with it
	ServiceToken   string // the JWS of the Programmer's identity service
	User           string // whom that token is about
	PartnerStatus  string // value of AP-Partner-Framework-Status, of the partner's framework
	PartnerMVPD    string // the MVPD that an app finds by the platformMappingId of that status
}
