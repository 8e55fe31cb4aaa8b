package network

import "strings"

// plain is a path with each run of slashes made one: a slash too many is the matter of
// HDR-OPENAPI-CONFORMANCE and makes no other path of it here.
func plain(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

// registers tells a path of Dynamic Client Registration.
func registers(path string) bool { return strings.HasPrefix(path, "/o/client/") }

// version2 tells a path of REST API V2, one that does not exist included.
func version2(path string) bool { return path == "/api/v2" || strings.HasPrefix(path, "/api/v2/") }
