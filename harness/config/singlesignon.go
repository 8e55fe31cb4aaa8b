package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/passproof/passproof/mockpass/journal"
)

// The MVPDs by which a certification tells how a service treats what the configuration
// says of partner single sign-on (apple-sso-overview#apple-sso-prerequisites).
const (
	AppleOnboarded = "Apple_Onboarded" // takes part
	ApplePicker    = "Apple_Picker"    // is in Apple's list only
	AppleDisabled  = "Apple_Disabled"  // would take part, and is switched off for the integration
)

// payloads are the template values of which an app that signs users in by a feature has
// to hand over at least one.
var payloads = map[string][]string{
	"amazon-sso":        {".Device.SubjectToken"},
	"roku-sso":          {".Device.RokuToken"},
	"platform-sso":      {".Device.SubjectToken", ".Device.RokuToken"},
	"service-token-sso": {".Device.ServiceToken", ".Device.User"},
	"apple-sso":         {".Device.PartnerStatus"},
}

// checkSSO finds features of single sign-on for which the app could not hand anything to
// the service: the rules would blame the service for what it was never given.
func (f *File) checkSSO(tree *ast.File) error {
	text, err := json.Marshal(f.App)
	if err != nil {
		return &Error{File: f.Path, Field: "app", What: err.Error()}
	}
	for _, feature := range f.Features {
		wanted := payloads[feature]
		if len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return strings.Contains(string(text), w) }) {
			continue
		}
		return f.mistake(tree, []string{"app", "headers"}, fmt.Sprintf("the app never tells the service what %s needs", feature),
			fmt.Sprintf("add a header, or a field of a verb, with {{%s}}, or leave the feature out", strings.Join(wanted, "}} or {{")))
	}
	if !slices.Contains(f.Features, "apple-sso") {
		return nil
	}
	if _, ok := f.App.Verbs[journal.Partner]; !ok {
		return f.mistake(tree, []string{"app", "verbs"}, "the app has no verb partner, with which it hands over what Apple's framework answers",
			"add partner: { request: POST /…, json: { saml: \"{{.SAMLResponse}}\" }, returns: { signedIn: $.… } }, or leave apple-sso out")
	}
	for _, name := range []string{"request", "attributeNames"} {
		if _, ok := f.App.Verbs[journal.Login].Returns[name]; !ok {
			return f.mistake(tree, []string{"app", "verbs", journal.Login, "returns"}, fmt.Sprintf("%s is missing, which the app hands to Apple's framework", name),
				fmt.Sprintf("write %s: $.…, or leave apple-sso out", name))
		}
	}
	return nil
}
