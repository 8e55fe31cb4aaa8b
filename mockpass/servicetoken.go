package mockpass

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// A TokenIssuer is an identity service that gives users service tokens.
type TokenIssuer struct {
	Issuer string `json:"issuer" yaml:"issuer"` // the iss of its tokens
	Key    string `json:"key" yaml:"key"`       // RSA public key or certificate in PEM, as was given to Adobe
}

// PlatformSecrets check the tokens of platforms, HMAC keys as text. Empty: tokens of
// the platform are believed unchecked, since only the platform and Adobe know its key.
type PlatformSecrets struct {
	Amazon string `json:"amazon,omitempty" yaml:"amazon,omitempty"` // of Adobe-Subject-Token
	Roku   string `json:"roku,omitempty" yaml:"roku,omitempty"`     // of X-Roku-Reserved-Roku-Connect-Token
}

// ownIssuer is the issuer of the service tokens that the mock makes itself.
const ownIssuer = "mockpass"

// tokenIssuers reads the keys of identity services.
func tokenIssuers(list []TokenIssuer, own *rsa.PublicKey) (map[string]*rsa.PublicKey, error) {
	keys := map[string]*rsa.PublicKey{ownIssuer: own}
	var wrong []error
	for i, t := range list {
		where := place("tokenIssuers", i)
		if t.Issuer == "" || keys[t.Issuer] != nil {
			wrong = append(wrong, misconfigured(where+".issuer", "it is %q; want a name that is not taken", t.Issuer))
		}
		key, err := publicKey(t.Key)
		if err != nil {
			wrong = append(wrong, misconfigured(where+".key", "%v", err))
		}
		keys[t.Issuer] = key
	}
	return keys, errors.Join(wrong...)
}

// ServiceToken makes the AD-Service-Token of a user, as an identity service would: an
// RS256 JWT that is valid for lifetime (rest-api-v2-appendix-headers-ad-service-token).
func (s *Server) ServiceToken(subject string, lifetime time.Duration) (string, error) {
	if subject == "" || lifetime <= 0 {
		return "", errors.New("mockpass: service token: want a subject and a lifetime above zero")
	}
	now := s.clock.Now()
	return s.signServiceToken(subject, now, now.Add(lifetime))
}

func (s *Server) signServiceToken(subject string, issued, until time.Time) (string, error) {
	return s.sign(jwt.MapClaims{
		"iss": ownIssuer, "sub": subject, "aud": "Adobe", "iat": issued.Unix(), "exp": until.Unix(),
	})
}

var errToken = errors.New("the token is not valid")

// serviceToken tells the user of a service token: signed with RS256 by a known issuer,
// for Adobe in any case of letters, and still valid.
func (s *settings) serviceToken(text string, now time.Time) (issuer, subject string, err error) {
	claims := jwt.MapClaims{}
	_, err = parser.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) {
		issuer, _ := claims["iss"].(string)
		if key := s.issuers[issuer]; key != nil {
			return key, nil
		}
		return nil, fmt.Errorf("nobody knows the issuer %q", issuer)
	})
	if err != nil {
		return "", "", err
	}
	audience, _ := claims.GetAudience()
	forAdobe := slices.ContainsFunc(audience, func(a string) bool { return strings.EqualFold(a, "Adobe") })
	issuer, _ = claims.GetIssuer()
	subject, _ = claims.GetSubject()
	until, badTime := claims.GetExpirationTime()
	if badTime != nil || until == nil || !now.Before(until.Time) || !forAdobe || subject == "" {
		return "", "", errToken
	}
	return issuer, subject, nil
}

// hmacParser accepts what a platform signs with a secret.
var hmacParser = jwt.NewParser(jwt.WithValidMethods([]string{"HS256", "HS384", "HS512"}), jwt.WithoutClaimsValidation())

// platformSubject tells the identity of a platform's token: the sub of a JWS, or all of
// a JWE, whose inside only Adobe can read.
func platformSubject(text, secret string, now time.Time) (string, error) {
	switch strings.Count(text, ".") {
	case 4:
		if secret != "" {
			return "", errors.New("an encrypted token cannot be checked with a secret")
		}
		return text, nil
	case 2:
	default:
		return "", errToken
	}
	claims := jwt.MapClaims{}
	var err error
	if secret == "" {
		_, _, err = parser.ParseUnverified(text, claims)
	} else {
		_, err = hmacParser.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return []byte(secret), nil })
	}
	if err != nil {
		return "", err
	}
	subject, _ := claims.GetSubject()
	until, badTime := claims.GetExpirationTime()
	if badTime != nil || until != nil && !now.Before(until.Time) || subject == "" {
		return "", errToken
	}
	return subject, nil
}
