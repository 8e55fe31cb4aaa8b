package config

import "github.com/passproof/passproof/mockpass/journal"

// Returns names what each verb of the app can return.
var Returns = map[string][]string{
	journal.Status:       {"signedIn", "mvpd", "remembered", "rememberedName", "rememberedLogo"},
	journal.Providers:    {"ids"},
	journal.Login:        {"code", "url", "expires", "signedIn", "request", "attributeNames"},
	journal.Partner:      {"signedIn", "code", "url"},
	journal.Returned:     {"signedIn"},
	journal.Activate:     {"url"},
	journal.Metadata:     {"attributes"},
	journal.Preauthorize: {"permitted", "denied"},
	journal.Play:         {"allowed", "mediaToken", "reason", "message", "signIn"},
	journal.Preview:      {"allowed", "mediaToken", "reason", "message", "signIn", "until"},
	journal.Remaining:    {"until", "resources"},
	journal.Heartbeat:    {"stop"},
	journal.Event:        {"allowed", "mediaToken"},
	journal.Entitled:     {"allowed"},
	journal.Logout:       {"url", "done", "settings"},
}

// required names what the harness cannot do without.
var required = map[string][]string{
	journal.Status:       {"signedIn"},
	journal.Providers:    {"ids"},
	journal.Login:        {"code", "url"},
	journal.Preauthorize: {"permitted"},
	journal.Play:         {"allowed"},
	journal.Preview:      {"allowed"},
	journal.Entitled:     {"allowed"},
}

// Needs tells whether the harness cannot do without what the verb returns.
func Needs(verb string) bool { return len(required[verb]) > 0 }

// A Kind is how a returned value is read.
type Kind int

// The kinds of returned values.
const (
	Text Kind = iota // one value, as text
	Flag             // a truth value
	List             // all matches, as texts
	Map              // an object
)

// KindOf tells how the value of that name is read.
func KindOf(name string) Kind {
	switch name {
	case "signedIn", "allowed", "signIn", "done", "stop", "settings":
		return Flag
	case "ids", "permitted", "denied", "attributeNames":
		return List
	case "attributes":
		return Map
	}
	return Text
}
