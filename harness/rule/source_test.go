package rule_test

import (
	"testing"

	"github.com/passproof/passproof/harness/rule"
)

func TestSource(t *testing.T) {
	t.Parallel()
	const guide = "https://github.com/AdobeDocs/pass.en/blob/main/help/authentication/integration-guide-programmers/"
	for _, c := range []struct {
		source     rule.Source
		text, link string
	}{
		{rule.Source{Page: "throttling-mechanism", Anchor: "a"}, "throttling-mechanism#a", guide + "throttling-mechanism.md#a"},
		{rule.Source{Page: "rest-api-v2-checklist", Anchor: "a", Since: "2025-01"}, "rest-api-v2-checklist#a since 2025-01", guide + "rest-apis/rest-api-v2/rest-api-v2-checklist.md#a"},
		{rule.Source{Page: "rest-api-v2-sessions-apis-resume-authentication-session", Until: "2026-05"}, "rest-api-v2-sessions-apis-resume-authentication-session until 2026-05", guide + "rest-apis/rest-api-v2/apis/sessions-apis/rest-api-v2-sessions-apis-resume-authentication-session.md"},
		{rule.Source{Page: "rest-api-v2-single-sign-on-logout-flow"}, "rest-api-v2-single-sign-on-logout-flow", guide + "rest-apis/rest-api-v2/flows/single-sign-on-access-flows/rest-api-v2-single-sign-on-logout-flow.md"},
		{rule.Source{Page: "dynamic-client-registration-faqs"}, "dynamic-client-registration-faqs", guide + "rest-apis/rest-api-dcr/dynamic-client-registration-faqs.md"},
		{rule.Source{Page: "no-page-of-the-guide", Anchor: "a"}, "no-page-of-the-guide#a", ""},
	} {
		if got := c.source.String(); got != c.text {
			t.Errorf("%q, want %q", got, c.text)
		}
		if got := c.source.Link(); got != c.link {
			t.Errorf("%s: %q, want %q", c.text, got, c.link)
		}
	}
}
