package operations

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// SecretStorage: secrets stay where they belong. How they are stored only the Programmer
// can tell; that they are in a URL or in the hands of another device is to be seen.
var SecretStorage = &rule.Rule{
	ID:        "OPS-SECRET-STORAGE",
	Phase:     rule.Operations,
	Level:     rule.Must,
	Statement: "Client secrets, access tokens and service tokens are stored securely; none is in a URL, and none reaches the app of a device that it does not belong to.",
	Why:       "URLs and error pages end in logs and screenshots, and with a client secret anybody signs in as the device.",
	Remedy:    "Keep secrets in a store that is made for them, send them in headers and bodies alone, and never answer an app with a raw error.",
	Attest:    "where device ids, client credentials and tokens are stored, and who can read them",
	Occasion:  "secret that Adobe Pass gave to the service",
	Missing:   "the service was given no secret",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "sso-service", Anchor: "service-token-api"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		told := e.Did(journal.Status, journal.Login, journal.Preauthorize, journal.Play, journal.Metadata, journal.Logout)
		for _, s := range secrets(e) {
			c := rule.Prove(nil, s.given)
			if x := s.inURL(e); x != nil {
				c = rule.Prove(rule.Complain("%s is in the URL of %s; wanted it in a header or body", s.kind, x.Operation), s.given, x)
			} else if act := s.inAnswer(e, told); act != nil {
				c = rule.Prove(rule.Complain("the answer to %s of %s carries the %s of another device", act.Verb, act.Device, s.kind), s.given, act)
			}
			cases = append(cases, c)
		}
		return cases
	},
}

// A secret is what the service was given and has to keep.
type secret struct {
	kind, value string
	client      string // whose it is
	given       *journal.Exchange
}

// secrets are the client secrets and access tokens that were given out. Short ones could
// be anywhere by chance.
func secrets(e *rule.Evidence) []secret {
	var out []secret
	for _, x := range e.Operations("register", "token") {
		var body struct {
			Client string `json:"client_id"`
			Secret string `json:"client_secret"`
			Token  string `json:"access_token"`
		}
		if x.Response.Status/100 != 2 || x.Response.JSON(&body) != nil {
			continue
		}
		s := secret{"client secret", body.Secret, body.Client, x}
		if x.Operation == "token" {
			s = secret{"access token", body.Token, x.Client, x}
		}
		if len(s.value) >= 12 {
			out = append(out, s)
		}
	}
	return out
}

// inURL is the first request with the secret in its query. Token requests have a rule of
// their own: REG-TOKEN-REQUEST.
func (s secret) inURL(e *rule.Evidence) *journal.Exchange {
	for _, x := range e.Exchanges {
		if x.Operation == "token" || !strings.Contains(x.Request.Target, "?") {
			continue
		}
		for _, values := range x.Request.Query() {
			if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, s.value) }) {
				return x
			}
		}
	}
	return nil
}

// inAnswer is the first answer to an app that carries the secret while the service acts
// with it for another device too: an app may keep the credentials of its own device.
func (s secret) inAnswer(e *rule.Evidence, told []*journal.Act) *journal.Act {
	for _, act := range told {
		if !s.in(act) {
			continue
		}
		for _, x := range e.Operations() {
			if who := e.Actor(x); who != nil && x.Client == s.client && who.Name != act.Device {
				return act
			}
		}
	}
	return nil
}

func (s secret) in(act *journal.Act) bool {
	for _, v := range act.Answer {
		switch v := v.(type) {
		case string:
			if strings.Contains(v, s.value) {
				return true
			}
		case []any:
			for _, text := range v {
				if t, ok := text.(string); ok && strings.Contains(t, s.value) {
					return true
				}
			}
		}
	}
	return false
}
