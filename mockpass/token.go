package mockpass

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/passproof/passproof/mockpass/state"
)

// issuer is the iss of what the mock signs, as in the documentation's sample token.
const issuer = "auth.adobe.com"

// accessClaims are the claims of an access token, named as in the sample.
type accessClaims struct {
	ID       string `json:"jti"`
	Client   string `json:"sub"`
	Issuer   string `json:"iss"`
	Scopes   string `json:"scopes"` // separated by spaces
	NotAfter int64  `json:"exp"`
	NotSince int64  `json:"nbf"`
	Issued   int64  `json:"iat"`
}

func (c *accessClaims) has(scope string) bool {
	for s := range strings.FieldsSeq(c.Scopes) {
		if s == scope {
			return true
		}
	}
	return false
}

// GetExpirationTime implements jwt.Claims; the mock compares times with its own clock.
func (c accessClaims) GetExpirationTime() (*jwt.NumericDate, error) { return nil, nil }

// GetIssuedAt implements jwt.Claims.
func (c accessClaims) GetIssuedAt() (*jwt.NumericDate, error) { return nil, nil }

// GetNotBefore implements jwt.Claims.
func (c accessClaims) GetNotBefore() (*jwt.NumericDate, error) { return nil, nil }

// GetIssuer implements jwt.Claims.
func (c accessClaims) GetIssuer() (string, error) { return c.Issuer, nil }

// GetSubject implements jwt.Claims.
func (c accessClaims) GetSubject() (string, error) { return c.Client, nil }

// GetAudience implements jwt.Claims.
func (c accessClaims) GetAudience() (jwt.ClaimStrings, error) { return nil, nil }

// parser accepts what the mock signs with RSA and leaves times to the caller.
var parser = jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation())

// sign makes an RS256 JWT of claims.
func (s *Server) sign(claims jwt.Claims) (string, error) {
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(s.keys.rsa)
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	return text, nil
}

// verify fills claims from a JWT that this server signed.
func (s *Server) verify(text string, claims jwt.Claims) error {
	_, err := parser.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return &s.keys.rsa.PublicKey, nil })
	return err
}

// issue gives a client an access token that is remembered, so that it can be revoked.
func (s *Server) issue(ctx context.Context, c state.Client, now time.Time, lifetime time.Duration) (state.Token, string, error) {
	t := state.Token{ID: s.random.uuid(), Client: c.ID, Issued: now, NotAfter: now.Add(lifetime)}
	text, err := s.tokenText(t, c)
	if err != nil {
		return t, "", err
	}
	return t, text, s.store.Tokens().Save(ctx, t.ID, t, t.NotAfter.Add(afterlife))
}

// tokenText is an access token as its client gets it. The same token always has the
// same text, so it need not be remembered.
func (s *Server) tokenText(t state.Token, c state.Client) (string, error) {
	return s.sign(accessClaims{
		ID: t.ID, Client: c.ID, Issuer: issuer, Scopes: strings.Join(c.Scopes, " "),
		NotAfter: t.NotAfter.Unix(), NotSince: t.Issued.Unix(), Issued: t.Issued.Unix(),
	})
}

// afterlife is how long expired tokens, sessions and profiles are remembered, so
// that late calls can be told from calls with something that never was.
const afterlife = 24 * time.Hour

// claims reads an access token of this server. The signature of each is checked
// once; whether the token is still valid is another question.
func (s *Server) claims(ctx context.Context, text string) (accessClaims, bool) {
	if c, err := s.verified.Load(ctx, text); err == nil {
		return c, true
	}
	var c accessClaims
	if err := s.verify(text, &c); err != nil || c.ID == "" {
		return accessClaims{}, false
	}
	// A full table is no failure: the signature is then checked again next time.
	_ = s.verified.Save(ctx, text, c, time.Unix(c.NotAfter, 0).Add(time.Minute))
	return c, true
}
