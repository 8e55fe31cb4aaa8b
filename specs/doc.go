// Package specs holds the OpenAPI documents of Adobe Pass, written in our words from
// its public documentation, and holds requests and responses against them.
//
//	v, err := specs.New()
//	route, err := v.Route("GET", "/api/v2/REF30/profiles/code/A7X2QB")
//	route.Operation             // specs.ProfilesByCode
//	route.Params["code"]        // "A7X2QB"
//	v.Request(route, r, body)   // where the request departs from its document
//	v.Response(route, r, 200, header, answer)
//
// The documents are stricter than the ones that Adobe publishes and follow the
// documentation where the two differ; docs/differences.md lists every difference.
//
// Whether something departs from a document, and how, is for kin-openapi to say. As
// most of what comes departs nowhere, and kin-openapi takes its time to say so, the
// documents are also made into shapes, which know only yes and "ask"; with the build
// tag specscheck it is asked each time, and the two must agree.
package specs
