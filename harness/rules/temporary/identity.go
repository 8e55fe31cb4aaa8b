package temporary

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/passproof/passproof/mockpass/journal"
)

// header tells the user of a promotional TempPass.
const header = "AP-TempPass-Identity"

// identity reads the user's identity from a request. The error says what is wrong with
// it; it is errNoIdentity where there is no header at all.
func identity(x *journal.Exchange, key string) (string, error) {
	text, ok := x.Request.Value(header)
	if !ok || text == "" {
		return "", errNoIdentity
	}
	raw, err := decode(text)
	if err != nil {
		return "", fmt.Errorf("%s is not Base64", header)
	}
	var object map[string]any
	if json.Unmarshal(raw, &object) != nil {
		return "", fmt.Errorf("%s is not Base64 of a JSON object", header)
	}
	if key == "" && len(object) == 1 {
		for only := range object {
			key = only // nobody has declared it, and there is no choice
		}
	}
	value, _ := object[key].(string)
	if value == "" {
		return "", fmt.Errorf("%s has nothing under the key %q", header, key)
	}
	return value, nil
}

var errNoIdentity = errors.New("without " + header)

// decode reads Base64 of the usual or the URL alphabet, padded or not.
func decode(text string) ([]byte, error) {
	text = strings.TrimRight(text, "=")
	if raw, err := base64.RawStdEncoding.DecodeString(text); err == nil {
		return raw, nil
	}
	return base64.RawURLEncoding.DecodeString(text)
}
