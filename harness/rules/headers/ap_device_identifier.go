package headers

import (
	"encoding/base64"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// APDeviceIdentifier: the device is named in the documented way.
var APDeviceIdentifier = &rule.Rule{
	ID:        "HDR-AP-DEVICE-IDENTIFIER",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "AP-Device-Identifier is “fingerprint”, a space and the Base64 of the device id, on sessions, profiles, decisions and logout.",
	Why:       "Profiles belong to the device: a call that names it in another way does not find them.",
	Remedy:    "Build the header in one place: fingerprint, one space, standard Base64 of the id.",
	Occasion:  "request that has to name the device",
	Missing:   "no request that has to name the device was made",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-appendix-headers-ap-device-identifier", Anchor: "directives"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Operations(described...), func(x *journal.Exchange) *rule.Complaint {
			value, _ := x.Request.Value("AP-Device-Identifier")
			kind, id, ok := strings.Cut(value, " ")
			switch {
			case value == "":
				return rule.Complain("%s carries no AP-Device-Identifier; wanted fingerprint and the Base64 of the device id", x.Operation)
			case kind == "fingerprint" && id == "":
				return rule.Complain("AP-Device-Identifier of %s has nothing behind fingerprint; wanted the Base64 of the device id", x.Operation)
			case !ok:
				return rule.Complain("AP-Device-Identifier of %s has no type in front; wanted fingerprint", x.Operation)
			case kind != "fingerprint":
				return rule.Complain("AP-Device-Identifier of %s has the type %q; wanted fingerprint", x.Operation, kind)
			case strings.Contains(id, " "):
				return rule.Complain("AP-Device-Identifier of %s has %d parts; wanted two with one space between", x.Operation, strings.Count(value, " ")+1)
			}
			if who := e.Whose(x); who != nil && id == who.ID {
				return rule.Complain("AP-Device-Identifier of %s carries the id of %s as it is; wanted its Base64", x.Operation, who.Name)
			}
			return encoded("AP-Device-Identifier", id)
		})
	},
}

// encoded wants standard Base64; missing padding is tolerated with a warning.
func encoded(header, text string) *rule.Complaint {
	raw, err := decode(text)
	switch {
	case err != nil || len(raw) == 0:
		return rule.Complain("%s is not the Base64 of anything: %.40q", header, text)
	case len(text)%4 != 0:
		return rule.Warn("%s lacks the padding of Base64: %.40q", header, text)
	}
	return nil
}

// decode reads standard Base64, with or without padding.
func decode(text string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
}

// identifier is the decoded device id of a request; empty where there is none.
func identifier(x *journal.Exchange) string {
	value, _ := x.Request.Value("AP-Device-Identifier")
	_, id, _ := strings.Cut(value, " ")
	raw, err := decode(id)
	if err != nil {
		return ""
	}
	return string(raw)
}
