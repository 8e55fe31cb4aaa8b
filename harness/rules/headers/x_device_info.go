package headers

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// XDeviceInfo: the device is described in the documented way.
var XDeviceInfo = &rule.Rule{
	ID:        "HDR-X-DEVICE-INFO",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "X-Device-Info is the Base64 of a JSON object, on sessions, profiles, decisions and logout.",
	Why:       "Without it Adobe Pass takes the server for the device: platform rules, single sign-on and reports go wrong.",
	Remedy:    "Encode the JSON with standard Base64 once, on one line; REST API V1 wanted it percent-encoded as well, V2 does not.",
	Occasion:  "request that has to describe the device",
	Missing:   "no request that has to describe the device was made",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-appendix-headers-x-device-info", Anchor: "directives"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Operations(described...), func(x *journal.Exchange) *rule.Complaint {
			value, _ := x.Request.Value("X-Device-Info")
			if value == "" {
				return rule.Complain("%s carries no X-Device-Info; wanted the Base64 of a JSON object", x.Operation)
			}
			return describes(x.Operation, value)
		})
	},
}

func describes(operation, value string) *rule.Complaint {
	if strings.Contains(value, "%") {
		if plain, err := url.PathUnescape(value); err == nil && object(plain) {
			return rule.Complain("X-Device-Info of %s is percent-encoded on top of Base64; wanted Base64 alone", operation)
		}
	}
	if strings.HasPrefix(strings.TrimSpace(value), "{") {
		return rule.Complain("X-Device-Info of %s is plain JSON; wanted its Base64", operation)
	}
	c := encoded("X-Device-Info", value)
	if (c == nil || c.Mild) && !object(value) {
		return rule.Complain("X-Device-Info of %s is Base64, but not of a JSON object", operation)
	}
	return c
}

func object(text string) bool {
	raw, err := decode(text)
	var o map[string]any
	return err == nil && json.Unmarshal(raw, &o) == nil && o != nil
}
