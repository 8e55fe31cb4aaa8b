package app

import (
	"regexp"
	"strings"
)

var blanks = regexp.MustCompile(`[ \t]+`)

// oneLine is a SAML response as apps prepare it before they encode it: line breaks are
// gone, and what is left of white space is single spaces (apple-sso-cookbook-rest-api-v2#workflow).
func oneLine(xml string) string {
	xml = strings.NewReplacer("\r", "", "\n", "").Replace(blanks.ReplaceAllString(xml, " "))
	return strings.TrimSpace(xml)
}
