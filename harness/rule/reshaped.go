package rule

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// Reshaped tells whether a text is another form of a token: decoded, encoded, trimmed.
func Reshaped(text, token string) bool {
	return text != token && essence(text) == essence(token)
}

// essence is what remains of a token when its forms are taken away.
func essence(token string) string {
	if plain, err := url.PathUnescape(token); err == nil {
		token = plain
	}
	token = strings.NewReplacer("-", "+", "_", "/", " ", "", "\r", "", "\n", "").Replace(strings.Trim(token, "\""))
	for range 2 {
		raw, err := base64.RawStdEncoding.Strict().DecodeString(strings.TrimRight(token, "="))
		if err != nil {
			break
		}
		token = strings.NewReplacer(" ", "", "\r", "", "\n", "", "-", "+", "_", "/").Replace(string(raw))
	}
	return strings.TrimRight(token, "=")
}
