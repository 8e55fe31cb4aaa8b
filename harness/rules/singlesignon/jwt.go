package singlesignon

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// A token is a decoded JWS. Nobody has checked its signature.
type token struct {
	algorithm string
	claims    map[string]any
}

// decode reads a JWS; ok is false where it is none, or a JWE, which only Adobe can read.
func decode(text string) (t token, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return t, false
	}
	var head struct {
		Alg string `json:"alg"`
	}
	if !part(parts[0], &head) || !part(parts[1], &t.claims) || t.claims == nil {
		return t, false
	}
	t.algorithm = head.Alg
	return t, true
}

func part(text string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	return err == nil && json.Unmarshal(raw, into) == nil
}

// unsigned tells a JWT that anybody can have made.
func (t token) unsigned() bool { return strings.EqualFold(t.algorithm, "none") }

// ends is the exp of the token; zero where it has none.
func (t token) ends() time.Time {
	seconds, ok := t.claims["exp"].(float64)
	if !ok {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0)
}

// identity is whom the token is about: issuer and subject. Empty: it does not say.
func (t token) identity() string {
	iss, _ := t.claims["iss"].(string)
	sub, _ := t.claims["sub"].(string)
	if sub == "" {
		return ""
	}
	return iss + " " + sub
}

// forAdobe tells whether Adobe is in the audience, in whatever case.
func (t token) forAdobe() bool {
	switch aud := t.claims["aud"].(type) {
	case string:
		return strings.EqualFold(aud, "Adobe")
	case []any:
		return slices.ContainsFunc(aud, func(a any) bool { s, _ := a.(string); return strings.EqualFold(s, "Adobe") })
	}
	return false
}

// whose is the identity in the text of a token; empty where it cannot be read.
func whose(text string) string {
	t, ok := decode(text)
	if !ok {
		return ""
	}
	return t.identity()
}
