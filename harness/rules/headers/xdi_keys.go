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
	var mild *rule.Complaint
	for _, key := range required {
		if v, ok := info[key]; ok && v != nil && v != "" {
			continue
		}
		if key == "version" || key == "connectionType" {
			mild = rule.Warn("X-Device-Info lacks %s", key)
			continue
		}
		return rule.Complain("X-Device-Info lacks %s; wanted %s", key, strings.Join(required, ", "))
	}
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		values := listed[key]
		v, ok := info[key]
		if !ok || v == nil {
			continue
		}
		text := fmt.Sprint(v)
		switch {
		case slices.Contains(values, text):
		case slices.ContainsFunc(values, func(l string) bool { return strings.EqualFold(l, text) }), key == "osName" && text == "Roku":
			mild = rule.Warn("%s is %q; listed are %s", key, text, strings.Join(values, ", "))
		default:
			return rule.Complain("%s is %q; wanted one of %s", key, text, strings.Join(values, ", "))
		}
	}
	if _, ok := info["primaryHardwareType"]; !ok && info["type"] != nil {
		mild = rule.Warn("X-Device-Info has type; the key is called primaryHardwareType")
	}
	return mild
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
