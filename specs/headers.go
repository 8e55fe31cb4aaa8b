package specs

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// payloads looks into the headers that carry encoded values. Which keys a device
// description must have is not decided here: the documentation's own samples lack some.
func payloads(r *http.Request) []Violation {
	var out []Violation
	if id := r.Header.Get("AP-Device-Identifier"); id != "" {
		if reason := deviceIdentifier(id); reason != "" {
			out = append(out, Violation{Kind: "invalid", In: "header", Name: "AP-Device-Identifier", Reason: reason})
		}
	}
	if info := r.Header.Get("X-Device-Info"); info != "" {
		if reason := deviceInfo(info); reason != "" {
			out = append(out, Violation{Kind: "invalid", In: "header", Name: "X-Device-Info", Reason: reason})
		}
	}
	return out
}

// deviceIdentifier says what is wrong with a value of AP-Device-Identifier, as
// rest-api-v2-appendix-headers-ap-device-identifier#directives describes it.
func deviceIdentifier(value string) string {
	kind, id, ok := strings.Cut(value, " ")
	switch {
	case !ok:
		return "has no type in front: write fingerprint, a space and the Base64 of the device id"
	case kind != "fingerprint":
		return "has the type " + kind + ", and the only one is fingerprint"
	case strings.Contains(id, " "):
		return "has more than one space"
	}
	if _, err := DecodeBase64(id); err != nil {
		return "does not carry the device id as Base64"
	}
	return ""
}

// deviceInfo says what is wrong with a value of X-Device-Info, as
// rest-api-v2-appendix-headers-x-device-info#directives describes it.
func deviceInfo(value string) string {
	if strings.Contains(value, "%") {
		if plain, err := url.QueryUnescape(value); err == nil {
			if _, err := DecodeBase64(plain); err == nil {
				return "is percent-encoded on top of Base64, as REST API V1 wanted it; V2 wants plain Base64"
			}
		}
	}
	decoded, err := DecodeBase64(value)
	if err != nil {
		return "is not Base64"
	}
	var object map[string]any
	if json.Unmarshal(decoded, &object) != nil {
		return "is Base64, but not of a JSON object"
	}
	return ""
}

// surelyDecodes tells whether payloads surely has nothing to object to.
func surelyDecodes(h http.Header) bool {
	if id := h.Get("Ap-Device-Identifier"); id != "" && deviceIdentifier(id) != "" {
		return false
	}
	info := h.Get("X-Device-Info")
	if info == "" {
		return true
	}
	decoded, err := DecodeBase64(info)
	return err == nil && obeys(&anyObject, string(decoded))
}

// anyObject is any JSON object.
var anyObject = objectShape{others: anyShape{null: true}}

// DecodeBase64 decodes the standard alphabet, with or without padding, to at least
// one byte.
func DecodeBase64(s string) ([]byte, error) {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return nil, err
	}
	if len(b) == 0 {
		return nil, base64.CorruptInputError(0)
	}
	return b, nil
}
