package mockpass

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// registration answers register
// (dynamic-client-registration-apis-retrieve-client-credentials).
type registration struct {
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"`
	RedirectURIs []string `json:"redirect_uris"`
	GrantTypes   []string `json:"grant_types"`
	Scopes       []string `json:"scopes"`
	IssuedAt     int64    `json:"client_id_issued_at"` // seconds
}

func (registration) status() int { return http.StatusCreated }

// register trades a software statement for client credentials (S180 to S184).
func (s *Server) register(ctx context.Context, c *call) (any, error) {
	in, err := flatObject(c.body)
	if err != nil || c.tooLong || in["software_statement"] == "" {
		return nil, ErrInvalidRequest
	}
	app, err := s.application(in["software_statement"])
	if err != nil {
		return nil, err
	}
	uri, sent := in["redirect_uri"]
	if sent && !app.allows(uri) {
		return nil, ErrInvalidRedirectURI
	}
	client := app.credentials(s.random.uuid(), s.random.uuid(), c.now)
	c.exchange.Client = client.ID
	if err := s.store.Clients().Save(ctx, client.ID, client, state.Forever); err != nil {
		return nil, err
	}
	return registration{
		ClientID: client.ID, ClientSecret: client.Secret, RedirectURIs: client.RedirectURIs,
		GrantTypes: app.GrantTypes, Scopes: client.Scopes, IssuedAt: c.now.Unix(),
	}, nil
}

// credentials are client credentials of the application.
func (a *application) credentials(id, secret string, now time.Time) state.Client {
	uris := slices.Clone(a.RedirectURIs)
	if len(uris) == 0 {
		uris = []string{"app://" + a.ID} // made up, as in the sample; never an echo
	}
	return state.Client{ID: id, Secret: secret, Application: a.ID, Scopes: a.Scopes, RedirectURIs: uris, Issued: now}
}

// allows tells whether a redirect URI is one of the application: a registered one,
// or anything below it. An application that has registered none allows any.
func (a *application) allows(uri string) bool {
	if len(a.RedirectURIs) == 0 {
		return absolute(uri)
	}
	return slices.ContainsFunc(a.RedirectURIs, func(own string) bool {
		rest, ok := strings.CutPrefix(uri, own)
		return ok && (rest == "" || strings.ContainsAny(rest[:1], "/?#"))
	})
}

var errNotFlat = errors.New("not an object of texts that occur once each")

// flatObject reads a JSON object of texts in which no name occurs twice.
func flatObject(body []byte) (map[string]string, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errNotFlat
	}
	out := map[string]string{}
	for d.More() {
		name, err := d.Token()
		key, ok := name.(string)
		if _, twice := out[key]; err != nil || !ok || twice {
			return nil, errNotFlat
		}
		var value string
		if d.Decode(&value) != nil {
			return nil, errNotFlat
		}
		out[key] = value
	}
	if _, err := d.Token(); err != nil || d.More() {
		return nil, errNotFlat
	}
	return out, nil
}
