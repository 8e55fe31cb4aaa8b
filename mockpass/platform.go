package mockpass

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// A Platform is what an integration says about the devices of one platform.
type Platform struct {
	// SingleSignOn is the setting "Enable Single Sign On" of Adobe's dashboard.
	SingleSignOn bool `json:"singleSignOn,omitempty" yaml:"singleSignOn,omitempty"`
	// EnforcePlatformPermissions and DisplayInPlatformPicker are told in configuration
	// answers; the mock itself always honours what the user has permitted.
	EnforcePlatformPermissions bool `json:"enforcePlatformPermissions,omitempty" yaml:"enforcePlatformPermissions,omitempty"`
	DisplayInPlatformPicker    bool `json:"displayInPlatformPicker,omitempty" yaml:"displayInPlatformPicker,omitempty"`
	// Lifetimes of what devices of the platform get. Zero: [Config.Lifetimes].
	Profile       Duration `json:"profile,omitempty" yaml:"profile,omitempty"`
	Authorization Duration `json:"authorization,omitempty" yaml:"authorization,omitempty"`
	MediaToken    Duration `json:"mediaToken,omitempty" yaml:"mediaToken,omitempty"`
}

// Platforms are the names of platforms that integrations can have settings for.
// Which one a device is of is told by its X-Device-Info.
var Platforms = []string{"iOS", "tvOS", "Android", "FireOS", "Roku", "webOS", "Tizen", "Windows", "macOS", "all"}

// platform is the setting of an integration for a platform.
func (in Integration) platform(name string) Platform {
	if len(in.Platforms) == 0 {
		return Platform{SingleSignOn: true}
	}
	if p, ok := in.Platforms[name]; ok {
		return p
	}
	return in.Platforms["all"]
}

// platformOf tells the platform of a device by what it says of itself, or "all".
func platformOf(description []byte) string {
	i := info{}
	if json.Unmarshal(description, &i) != nil {
		return "all"
	}
	says := func(key string, values ...string) bool {
		t := i.text(key)
		return t != nil && slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, *t) })
	}
	switch {
	case says("osName", "tvOS"):
		return "tvOS"
	case says("osName", "iOS", "iPadOS"):
		return "iOS"
	case says("osName", "Fire OS"), says("osVendor", "Amazon"), says("manufacturer", "Amazon"):
		return "FireOS"
	case says("osName", "Roku OS", "Roku"):
		return "Roku"
	case says("osName", "Android"):
		return "Android"
	case says("osName", "webOS"):
		return "webOS"
	case says("osName", "Tizen"), says("osFamily", "Tizen"):
		return "Tizen"
	case says("osName", "Windows"):
		return "Windows"
	case says("osName", "Mac OS", "OS X", "macOS"):
		return "macOS"
	}
	return "all"
}

// platform is that of the device which a call speaks for. It is found out once.
func (c *call) platform() string {
	if c.deviceOn == "" {
		text := deviceInfo(c.request.Header.Get("X-Device-Info"))
		if text == nil {
			text = c.session.Info
		}
		c.deviceOn = platformOf(text)
	}
	return c.deviceOn
}

// lifetimes are the usual ones with those that the call's integration has for the
// platform of its device.
func (c *call) lifetimes() Lifetimes {
	if len(c.integration.Platforms) == 0 {
		return c.settings.lifetimes
	}
	return c.settings.lifetimes.on(c.integration.platform(c.platform()))
}

// on gives the lifetimes with those of a platform in place of the usual ones.
func (l Lifetimes) on(p Platform) Lifetimes {
	l.Profile = cmp.Or(p.Profile, l.Profile)
	l.Authorization = cmp.Or(p.Authorization, l.Authorization)
	l.MediaToken = cmp.Or(p.MediaToken, l.MediaToken)
	return l
}

// singleSignOn tells whether an integration lets devices of a platform in by what
// another application has got.
func (s *settings) singleSignOn(in Integration, platform string) bool {
	m := s.directory.mvpds[in.MVPD]
	if m == nil {
		return false
	}
	aggregator, _ := m.Flags["authPerAggregator"].(bool)
	return !aggregator && in.platform(platform).SingleSignOn
}
