package specs

import (
	"net/http"
	"strings"
)

// ours are the prefixes of headers that only Adobe's documentation can give meaning to.
var ours = []string{"Ap-", "Ad-", "Adobe-", "X-Roku-"}

// everywhere are headers of those prefixes that are welcome on every operation: the
// checklist wants the first two on every request, the API reference lists them on some.
var everywhere = map[string]bool{"Ap-Device-Identifier": true, "X-Device-Info": true, "Ap-Visitor-Identifier": true}

// leftovers are header names of REST API V1.
var leftovers = map[string]bool{"Device_info": true, "Ap_vi": true, "Ap-Sdk-Identifier": true}

// undocumented finds parameters, form fields and headers that no document knows.
// Members of a JSON body are the schema's matter.
func undocumented(route *Route, r *http.Request, body []byte) []Violation {
	op := route.known
	var out []Violation
	add := func(in, name string) {
		out = append(out, Violation{Kind: "undocumented", In: in, Name: name, Reason: "the documentation of " + route.Operation + " does not know it"})
	}
	for name := range queryOf(r.URL) {
		if _, ok := op.query[name]; !ok {
			add("query", name)
		}
	}
	if baseType(r.Header) == formType {
		for name := range formOf(body) {
			if _, ok := op.form[name]; !ok {
				add("body", name)
			}
		}
	}
	for name := range r.Header {
		if _, ok := op.headers[name]; !ok && foreign(name) {
			add("header", name)
		}
	}
	return out
}

// foreign tells whether a header has no business on an operation that does not
// document it. Standard, hop-by-hop and tracing headers always may come along.
func foreign(name string) bool {
	if everywhere[name] {
		return false
	}
	if leftovers[name] {
		return true
	}
	for _, prefix := range ours {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
