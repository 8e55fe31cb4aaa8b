package mockpass

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// accessToken answers token (dynamic-client-registration-apis-retrieve-access-token).
type accessToken struct {
	ID          string `json:"id"`
	AccessToken string `json:"access_token"`
	CreatedAt   int64  `json:"created_at"` // milliseconds
	ExpiresIn   int64  `json:"expires_in"` // seconds
	TokenType   string `json:"token_type"`
}

func (accessToken) status() int { return http.StatusCreated }

// token trades client credentials for an access token (S190 to S194).
func (s *Server) token(ctx context.Context, c *call) (any, error) {
	in, err := credentials(c)
	if err != nil {
		return nil, err
	}
	if in.grant != grantClientCredentials {
		return nil, ErrUnsupportedGrantType
	}
	client, err := s.store.Clients().Load(ctx, in.id)
	if errors.Is(err, state.ErrNotFound) {
		return nil, ErrInvalidClient
	} else if err != nil {
		return nil, err
	}
	app := s.approved(c.settings.directory, client.Application)
	if subtle.ConstantTimeCompare([]byte(client.Secret), []byte(in.secret)) == 0 || app == nil {
		return nil, ErrInvalidClient
	}
	if !slices.Contains(app.GrantTypes, in.grant) {
		return nil, ErrUnauthorizedClient
	}
	lifetime := c.lifetime(c.settings.lifetimes.AccessToken)
	token, text, err := s.issue(ctx, client, c.now, lifetime)
	if err != nil {
		return nil, err
	}
	return accessToken{
		ID: token.ID, AccessToken: text, CreatedAt: c.now.UnixMilli(),
		ExpiresIn: int64(lifetime / time.Second), TokenType: "bearer",
	}, nil
}

// grantClientCredentials is the one grant that there is.
const grantClientCredentials = "client_credentials"

type tokenRequest struct{ id, secret, grant string }

// credentials reads the parameters of a token request: from the form as the page
// says, and from the query as the published OpenAPI document says. A second way of
// authentication beside them is an invalid request.
func credentials(c *call) (in tokenRequest, err error) {
	form, err := url.ParseQuery(string(c.body))
	query, queryErr := url.ParseQuery(c.request.URL.RawQuery)
	scheme, _, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if err != nil || queryErr != nil || c.tooLong || strings.EqualFold(scheme, "Basic") {
		return in, ErrInvalidRequest
	}
	for name, to := range map[string]*string{"client_id": &in.id, "client_secret": &in.secret, "grant_type": &in.grant} {
		all := slices.Concat(form[name], query[name])
		repeated := len(form[name]) > 1 || len(query[name]) > 1 || len(all) == 2 && all[0] != all[1]
		if repeated || len(all) == 0 || all[0] == "" {
			return in, ErrInvalidRequest
		}
		*to = all[0]
	}
	return in, nil
}
