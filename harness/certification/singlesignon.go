package certification

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/mockpass"
)

// appleMVPDs are those that differ in what Apple and the integration say of them. Their
// ids at Apple have nothing in common with those at Adobe Pass.
func appleMVPDs(f *config.File) []mockpass.MVPD {
	if !slices.Contains(f.Features, "apple-sso") {
		return nil
	}
	mvpd := func(id, mapping, boarding string) mockpass.MVPD {
		name := strings.ReplaceAll(id, "_", " ")
		return mockpass.MVPD{ID: id, DisplayName: name, PlatformMappingID: mapping, BoardingStatus: boarding, LogoutEndpoint: true}
	}
	return []mockpass.MVPD{
		mvpd(config.AppleOnboarded, "vsa-4711", "SUPPORTED"), mvpd(config.ApplePicker, "vsa-4712", "PICKER"), mvpd(config.AppleDisabled, "vsa-4713", "SUPPORTED"),
	}
}

// onApple are the settings of an integration for the platforms that have the framework.
func onApple(mvpd string) map[string]mockpass.Platform {
	if mvpd != config.AppleDisabled {
		return nil
	}
	return map[string]mockpass.Platform{"iOS": {}, "tvOS": {}, "all": {SingleSignOn: true}}
}
