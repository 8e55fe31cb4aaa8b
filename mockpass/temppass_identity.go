package mockpass

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/passproof/passproof/specs"
)

// userIdentity tells the user of an AP-TempPass-Identity apart from others: by the
// named member of its JSON object, by its only member, or else by all of it
// (rest-api-v2-appendix-headers-ap-temppass-identity).
func userIdentity(header, member string) (string, error) {
	text, err := specs.DecodeBase64(header)
	if err != nil || len(text) == 0 {
		return "", errors.New("it is absent, empty or not base64")
	}
	var in map[string]any
	err = json.Unmarshal(text, &in)
	if member == "" && len(in) == 1 {
		for name := range in {
			member = name
		}
	}
	if member == "" {
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:]), nil
	}
	if err != nil {
		return "", fmt.Errorf("it is not a JSON object: %w", err)
	}
	value, _ := in[member].(string)
	if value == "" {
		return "", fmt.Errorf("it has no member %q, or an empty one", member)
	}
	return value, nil
}
