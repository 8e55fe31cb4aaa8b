package rule

import (
	"net/netip"
	"strings"
)

// PlainAddress is an address in its shortest spelling, so that equal addresses are equal texts;
// what is no address stays as it is.
func PlainAddress(text string) string {
	if a, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return a.Unmap().String()
	}
	return text
}
