package journal

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// payload is the argument of the act [Payload] that holds a token of single sign-on.
const payload = "payload"

// telling are the claims that say how a token was made, and not for whom.
var telling = []string{"iss", "aud", "iat", "nbf", "exp"}

// token replaces a token of single sign-on. Of a JSON web token it leaves how it was made,
// which rules judge from recorded traffic too: the names of all claims and the values of
// those that name nobody. Its signature is gone, so nobody can use it.
func (r *Redactor) token(text string) string {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return r.pseudonym(text)
	}
	head, err := r.claims(parts[0], []string{"alg", "typ"})
	if err != nil {
		return r.pseudonym(text)
	}
	body, err := r.claims(parts[1], telling)
	if err != nil {
		return r.pseudonym(text)
	}
	return head + "." + body + "." + r.pseudonym(parts[2])
}

// claims replaces the values of all members but those that may stay. What is empty is.
func (r *Redactor) claims(part string, stay []string) (string, error) {
	data, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return "", err
	}
	var members map[string]any
	if err := json.Unmarshal(data, &members); err != nil {
		return "", err
	}
	for name, v := range members {
		if v != nil && v != "" && !slices.Contains(stay, name) {
			members[name] = r.pseudonym(fmt.Sprint(v))
		}
	}
	data, err = json.Marshal(members)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(data), nil
}
