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
		links, answers := queries(e), texts(e.Did(journal.Status, journal.Login, journal.Preauthorize, journal.Play, journal.Metadata, journal.Logout))
		for _, s := range secrets(e) {
			c := rule.Prove(nil, s.given)
			if x := s.inURL(links); x != nil {
				c = rule.Prove(rule.Complain("%s is in the URL of %s; wanted it in a header or body", s.kind, x.Operation), s.given, x)
			} else if act := s.inAnswer(e, answers); act != nil {
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

// A link is a request with its query, decoded.
type link struct {
	x     *journal.Exchange
	query string
}

// queries are the requests that have a query. Token requests have a rule of their own:
// REG-TOKEN-REQUEST.
func queries(e *rule.Evidence) []link {
	var out []link
	for _, x := range e.Exchanges {
		if x.Operation == "token" || !strings.Contains(x.Request.Target, "?") {
			continue
		}
		var all []string
		for _, values := range x.Request.Query() {
			all = append(all, values...)
		}
		out = append(out, link{x, strings.Join(all, "\n")})
	}
	return out
}

// inURL is the first request with the secret in its query.
func (s secret) inURL(links []link) *journal.Exchange {
	i := slices.IndexFunc(links, func(l link) bool { return strings.Contains(l.query, s.value) })
	if i < 0 {
		return nil
	}
	return links[i].x
}

// An answer is what an app was told, as one text.
type answer struct {
	act  *journal.Act
	text string
}

func texts(acts []*journal.Act) []answer {
	out := make([]answer, len(acts))
	for i, act := range acts {
		var all []string
		for _, v := range act.Answer {
			switch v := v.(type) {
			case string:
				all = append(all, v)
			case []any:
				for _, inner := range v {
					if text, ok := inner.(string); ok {
						all = append(all, text)
					}
				}
			}
		}
		out[i] = answer{act, strings.Join(all, "\n")}
	}
	return out
}

// inAnswer is the first answer to an app that carries the secret while the service acts
// with it for another device too: an app may keep the credentials of its own device.
func (s secret) inAnswer(e *rule.Evidence, answers []answer) *journal.Act {
	for _, a := range answers {
		if !strings.Contains(a.text, s.value) {
			continue
		}
		for _, x := range e.Operations() {
			if who := e.Actor(x); who != nil && x.Client == s.client && who.Name != a.act.Device {
				return a.act
			}
		}
	}
	return nil
}
