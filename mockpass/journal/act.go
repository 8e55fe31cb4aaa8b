package journal

import (
	"fmt"
	"strconv"
	"time"
)

// An Act is something that was done to the subject: a verb of its app, a restart,
// a direction set on the stage, a page loaded in the browser. Recorded traffic of
// real users has no acts, so rules that speak of acts find no case in it.
type Act struct {
	ID       ID             `json:"id"`
	Verb     string         `json:"verb"`
	Scenario string         `json:"scenario,omitempty"` // the scenario that did it
	Device   string         `json:"device,omitempty"`   // the harness's name of the device; empty: the whole subject
	Start    time.Time      `json:"start"`
	End      time.Time      `json:"end"`
	Args     map[string]any `json:"args,omitempty"`    // what was asked, by the names below
	Answer   map[string]any `json:"answer,omitempty"`  // what came back, by the names below
	Failure  string         `json:"failure,omitempty"` // why no answer came back: refused, timed out, not understood. A “no” of the subject is an answer
}

// Verbs of the streaming app, with the names of their arguments and answers. Every answer
// may have texts besides: a list of what the answer says in words, whatever it is named.
const (
	Status       = "status"       // -> signedIn bool, mvpd; remembered, rememberedName, rememberedLogo: the MVPD of last time, where the service keeps it for the app
	Providers    = "providers"    // -> ids list
	Login        = "login"        // screen "primary"|"secondary"|"partner", mvpd, redirectUrl -> code, url, expires, signedIn bool; of a partner's framework: request, attributeNames list
	Partner      = "partner"      // samlResponse: the app hands over what a partner's framework has answered to the request of a login -> signedIn bool, code, url: to sign in after all
	Returned     = "returned"     // code: the app saw the browser reach redirectUrl
	Activate     = "activate"     // code, mvpd, redirectUrl -> url: the second screen submits a code
	Metadata     = "metadata"     // -> attributes map
	Preauthorize = "preauthorize" // resources list -> permitted list, denied list
	Play         = "play"         // resource -> allowed bool, mediaToken, reason, message, signIn bool: the app is to ask the user to sign in
	Preview      = "preview"      // mvpd (the TempPass), resource, user -> as play, and until: play on a free preview, without a login
	Remaining    = "remaining"    // mvpd, user -> until, resources: what is left of a free preview
	Heartbeat    = "heartbeat"    // resource, mvpd (of a free preview): the app tells that it still plays -> stop bool: playback has to end
	Event        = "event"        // resource, event "pause"|"resume"|"ad-break"|"asset-change": a live stream is steered -> allowed bool, mediaToken
	Entitled     = "entitled"     // resource -> allowed bool: what the service holds about a resource, to be shown, not played
	Logout       = "logout"       // redirectUrl -> url, done bool, settings bool: the user has to sign out in the settings of the system too
)

// Verbs of the harness.
const (
	Appear   = "appear"   // a device comes into being: id, address, port, info map (X-Device-Info as the device knows it), ecid (of its user)
	Start    = "start"    // the subject was started: software_statement that it was given, instance (its address), network where it has one of its own
	Restart  = "restart"  // the subject was restarted: devices list, where it was an instance that serves only these
	Stop     = "stop"     // the subject was stopped
	Died     = "died"     // the subject ended by itself: status
	Browse   = "browse"   // the viewer's browser loaded a page: url, code, step "login"|"logout" -> url (where it ended), status
	Direct   = "direct"   // a direction was set: direction map
	Withdraw = "withdraw" // a direction was withdrawn: id
	Degrade  = "degrade"  // a rule of degraded access was set: id, rule, mvpd, message
	Restore  = "restore"  // a rule of degraded access was ended: id, mvpd
	Alter    = "alter"    // what Adobe Pass knows of the device was changed by hand: what "seeded"|"expired"|"invalidated"|"forgotten" profile, "metadata" (attributes map, in plain), "disabled"|"enabled" integration, mvpd; "revoked" credentials, client
	Payload  = "payload"  // the app has another payload of single sign-on from now on: kind "amazon"|"roku"|"service-token"|"partner", payload, state "fresh"|"expired"|"unsigned"|"garbage"|"none", user (whose), mvpd, provider and boarding (of a partner's framework)
	Network  = "network"  // the network between the subject and Adobe Pass was changed: network, devices list, what "moved" (from and to: data centres; state "healthy"|"refusing"|"silent": that of from), "certificate" (kind, empty for a right one), "settings" (ttl in seconds, close bool: connections end after each answer)
	Watched  = "watched"  // a scenario watched until End without doing anything
)

// EntryID implements [Entry].
func (a *Act) EntryID() ID { return a.ID }

// At implements [Entry].
func (a *Act) At() time.Time { return a.Start }

// Answered tells whether the subject gave an answer, be it a yes or a no.
func (a *Act) Answered() bool { return a.Failure == "" }

// Status is the HTTP status of the answer that the app got; 0: none, or it speaks no HTTP.
func (a *Act) Status() int {
	status, err := strconv.Atoi(fmt.Sprint(a.Answer["httpStatus"]))
	if err != nil {
		return 0
	}
	return status
}

// Refused tells whether the app was told that what its user wanted was not done.
func (a *Act) Refused() bool {
	done, told := a.Answer["done"].(bool)
	return told && !done || a.Status() >= 400
}

// Text is the named argument, or, where there is none, the named answer, as text.
// It is empty where neither exists.
func (a *Act) Text(name string) string {
	s, _ := a.value(name).(string)
	return s
}

// Flag is the named argument or answer as a truth value; absent is false.
func (a *Act) Flag(name string) bool {
	b, _ := a.value(name).(bool)
	return b
}

// List is the named argument or answer as a list of texts.
func (a *Act) List(name string) []string {
	switch v := a.value(name).(type) {
	case []string:
		return v
	case []any:
		out := make([]string, 0, len(v))
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// Map is the named argument or answer as a map.
func (a *Act) Map(name string) map[string]any {
	m, _ := a.value(name).(map[string]any)
	return m
}

func (a *Act) value(name string) any {
	if v, ok := a.Args[name]; ok {
		return v
	}
	return a.Answer[name]
}
