package rule

import "strings"

// A Source is a place in Adobe's documentation.
type Source struct {
	Page   string // file name below integration-guide-programmers, without .md
	Anchor string
	Since  string // edition from which on it holds; empty: always
	Until  string // edition before which it held; empty: still
}

// String is the source as a reader finds it: page and anchor, with the editions that
// it holds for.
func (s Source) String() string {
	text := s.Page
	if s.Anchor != "" {
		text += "#" + s.Anchor
	}
	if s.Since != "" {
		text += " since " + s.Since
	}
	if s.Until != "" {
		text += " until " + s.Until
	}
	return text
}

// guide is where Adobe keeps the pages.
const guide = "https://github.com/AdobeDocs/pass.en/blob/main/help/authentication/integration-guide-programmers/"

// folders are the folders of the guide by how the names of their pages begin; the
// first that fits counts.
var folders = []struct{ begin, folder string }{
	{"throttling-mechanism", ""},
	{"minimum-system-requirements", ""},
	{"programmer-integration-guide-overview", ""},
	{"degradation-feature", "features-premium/degraded-access/"},
	{"exp-cloud-id-", "features-premium/analytics/"},
	{"sso-service", "features-premium/sso-service/"},
	{"temp-pass-feature", "features-premium/temporary-access/"},
	{"decisions", "features-standard/entitlements/"},
	{"media-tokens", "features-standard/entitlements/"},
	{"profiles", "features-standard/entitlements/"},
	{"user-metadata", "features-standard/entitlements/"},
	{"enhanced-error-codes", "features-standard/error-reporting/"},
	{"home-based-authentication", "features-standard/hba-access/"},
	{"apple-sso-", "features-standard/sso-access/partner-sso/apple-sso/"},
	{"amazon-sso-", "features-standard/sso-access/platform-sso/amazon-single-sign-on/"},
	{"roku-sso-", "features-standard/sso-access/platform-sso/roku-single-sign-on/"},
	{"dynamic-client-registration-apis-", "rest-apis/rest-api-dcr/apis/"},
	{"dynamic-client-registration-flow", "rest-apis/rest-api-dcr/flows/"},
	{"dynamic-client-registration-", "rest-apis/rest-api-dcr/"},
	{"rest-api-v2-apis-", "rest-apis/rest-api-v2/apis/"},
	{"rest-api-v2-configuration-apis-", "rest-apis/rest-api-v2/apis/configuration-apis/"},
	{"rest-api-v2-decisions-apis-", "rest-apis/rest-api-v2/apis/decisions-apis/"},
	{"rest-api-v2-logout-apis-", "rest-apis/rest-api-v2/apis/logout-apis/"},
	{"rest-api-v2-partner-single-sign-on-apis-", "rest-apis/rest-api-v2/apis/partner-single-sign-on-apis/"},
	{"rest-api-v2-profiles-apis-", "rest-apis/rest-api-v2/apis/profiles-apis/"},
	{"rest-api-v2-sessions-apis-", "rest-apis/rest-api-v2/apis/sessions-apis/"},
	{"rest-api-v2-appendix-headers-", "rest-apis/rest-api-v2/appendix/headers/"},
	{"rest-api-v2-cookbook-", "rest-apis/rest-api-v2/cookbooks/"},
	{"rest-api-v2-flows-", "rest-apis/rest-api-v2/flows/"},
	{"rest-api-v2-basic-", "rest-apis/rest-api-v2/flows/basic-access-flows/"},
	{"rest-api-v2-access-degraded-", "rest-apis/rest-api-v2/flows/degraded-access-flows/"},
	{"rest-api-v2-access-temporary-", "rest-apis/rest-api-v2/flows/temporary-access-flows/"},
	{"rest-api-v2-single-sign-on-", "rest-apis/rest-api-v2/flows/single-sign-on-access-flows/"},
	{"rest-api-v2-", "rest-apis/rest-api-v2/"},
}

// Link is where the source can be read: the page in Adobe's public repository of its
// documentation. It is empty for a page whose folder is not known.
func (s Source) Link() string {
	for _, f := range folders {
		if !strings.HasPrefix(s.Page, f.begin) {
			continue
		}
		link := guide + f.folder + s.Page + ".md"
		if s.Anchor != "" {
			link += "#" + s.Anchor
		}
		return link
	}
	return ""
}
