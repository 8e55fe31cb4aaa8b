package headers

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
)

// required are the keys that the header page marks as required. Adobe's own samples
// lack the last two, so their absence is a warning.
var required = []string{"model", "osName", "osVersion", "version", "connectionType"}

// XDIKeys: the description has the documented keys and values.
var XDIKeys = &rule.Rule{
	ID:        "HDR-XDI-KEYS",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "X-Device-Info has model, version, osName, osVersion and connectionType, and listed values where values are listed.",
	Why:       "A device that Adobe Pass does not recognise falls back to an unknown platform, without its settings and single sign-on.",
	Remedy:    "Map your names to the listed ones (osName “Roku OS”, not “Roku”) and fill in the five keys.",
	Occasion:  "description of a device",
	Missing:   "no device was described",
	Sources:   []rule.Source{{Page: "rest-api-v2-appendix-headers-x-device-info", Anchor: "directives"}},
	Grain:     rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		seen := map[string]bool{}
		var cases []rule.Case
		for _, x := range e.Operations() {
			value, _ := x.Request.Value("X-Device-Info")
			info := rule.DeviceInfo(x)
			if info == nil || seen[value] {
				continue
			}
			seen[value] = true
			cases = append(cases, rule.Prove(keys(info), x))
		}
		return cases
	},
}

func keys(info map[string]any) *rule.Complaint {
	var bad, mild []string
	for _, key := range required {
		switch v, ok := info[key]; {
		case ok && v != nil && v != "":
		case key == "version" || key == "connectionType":
			mild = append(mild, "lacks "+key)
		default:
			bad = append(bad, "lacks "+key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		text, tolerated := unlisted(key, info[key])
		switch {
		case text == "":
		case tolerated:
			mild = append(mild, text)
		default:
			bad = append(bad, text)
		}
	}
	if _, ok := info["primaryHardwareType"]; !ok && info["type"] != nil {
		mild = append(mild, "has type, and the key is called primaryHardwareType")
	}
	switch all := strings.Join(append(bad, mild...), "; "); {
	case len(bad) > 0:
		return rule.Complain("X-Device-Info %s; wanted %s, and listed values", all, strings.Join(required, ", "))
	case len(mild) > 0:
		return rule.Warn("X-Device-Info %s", all)
	}
	return nil
}

// unlisted says how a value departs from the listed ones; empty: it does not. What
// Adobe's own samples and documents do is tolerated with a warning.
func unlisted(key string, value any) (text string, tolerated bool) {
	if value == nil || value == "" && slices.Contains(required, key) {
		return "", false // missing, not unlisted
	}
	v := fmt.Sprint(value)
	if v == "" {
		return key + " is empty", true
	}
	if slices.Contains(listed[key], v) {
		return "", false
	}
	tolerated = slices.ContainsFunc(listed[key], func(l string) bool { return strings.EqualFold(l, v) }) || slices.Contains(samples[key], v)
	return fmt.Sprintf("%s is %q, and listed are %s", key, v, strings.Join(listed[key], ", ")), tolerated
}

// samples are values that are not listed and that Adobe uses all the same: in a cookbook,
// in the published OpenAPI document.
var samples = map[string][]string{
	"osName":              {"Roku"},
	"primaryHardwareType": {"VehicleMultimediaSystem", "Projector"},
}

// listed are the values of the header page, key by key.
var listed = map[string][]string{
	"primaryHardwareType": {
		"Camera", "DataCollectionTerminal", "Desktop", "EmbeddedNetworkModule", "eReader", "GamesConsole", "GeolocationTracker", "Glasses", "MediaPlayer",
		"MobilePhone", "PaymentTerminal", "PluginModem", "SetTopBox", "TV", "Tablet", "WirelessHotspot", "Wristwatch", "Unknown",
	},
	"osName":           {"Android", "Chrome OS", "Linux", "Mac OS", "OS X", "OpenBSD", "Roku OS", "Windows", "iOS", "tvOS", "webOS"},
	"osFamily":         {"Android", "BSD", "Linux", "PlayStation OS", "Roku OS", "Symbian", "Tizen", "Windows", "iOS", "tvOS", "macOS", "webOS"},
	"osVendor":         {"Amazon", "Apple", "Google", "LG", "Microsoft", "Mozilla", "Nintendo", "Nokia", "Roku", "Samsung", "Sony", "Tizen Project"},
	"browserName":      {"Android Browser", "Chrome", "Edge", "Firefox", "Internet Explorer", "Opera", "Safari", "SeaMonkey", "Symbian Browser"},
	"browserVendor":    {"Amazon", "Apple", "Google", "Microsoft", "Motorola", "Mozilla", "Netscape", "Nintendo", "Nokia", "Samsung", "Sony Ericsson"},
	"connectionSecure": {"true", "false"},
}
