package specs

import (
	"strings"

	"github.com/getkin/kin-openapi/routers"
)

// A pathTemplate is the path of one operation, cut at the slashes.
type pathTemplate struct {
	method   string
	segments []string // {name}: a parameter
	route    *routers.Route
}

// newPathTemplate cuts a path up. false: it is not just names and {parameters}, or
// stands below something.
func newPathTemplate(route *routers.Route) (pathTemplate, bool) {
	t := pathTemplate{route.Method, strings.Split(strings.TrimPrefix(route.Path, "/"), "/"), route}
	for _, s := range t.segments {
		inner := strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}")
		if s == "" || strings.ContainsAny(inner, "{}:") || len(s)-len(inner) == 1 {
			return t, false
		}
	}
	servers := route.Spec.Servers
	return t, len(route.PathItem.Servers) == 0 && (len(servers) == 0 || len(servers) == 1 && servers[0].URL == "/")
}

// plainRoute finds the operation of a path that only one template fits, and that is
// written without anything to decode or to clean; else it returns nil, and the router
// of kin-openapi must look.
func (v *Validator) plainRoute(method, path string) *Route {
	if v.odd || !plainPath(path) {
		return nil
	}
	var found *pathTemplate
	for i := range v.paths {
		if !v.paths[i].fits(path) {
			continue
		}
		if found != nil && found.route.Path != v.paths[i].route.Path {
			return nil
		}
		if found == nil || v.paths[i].method == method {
			found = &v.paths[i]
		}
	}
	if found == nil || found.method != method {
		return nil
	}
	params := found.params(path)
	id := found.route.Operation.OperationID
	return &Route{Operation: id, Params: params, raw: params, route: found.route, known: v.known[id]}
}

// plainPath tells whether a path has only letters, digits and what else stands for
// itself in it, and no segment that is empty or begins with a dot.
func plainPath(path string) bool {
	slash := false
	for i := range len(path) {
		c := path[i]
		switch {
		case c == '/' && !slash:
			slash = true
			continue
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.' && !slash:
		default:
			return false
		}
		if i == 0 {
			return false
		}
		slash = false
	}
	return !slash && path != ""
}

func (t *pathTemplate) fits(path string) bool {
	rest := path[1:]
	for i, want := range t.segments {
		got, after, more := strings.Cut(rest, "/")
		if more == (i == len(t.segments)-1) || want[0] != '{' && got != want {
			return false
		}
		rest = after
	}
	return true
}

// params are the parameters of a path that fits.
func (t *pathTemplate) params(path string) map[string]string {
	out := make(map[string]string, len(t.segments))
	rest := path[1:]
	for _, want := range t.segments {
		got, after, _ := strings.Cut(rest, "/")
		if want[0] == '{' {
			out[want[1:len(want)-1]] = got
		}
		rest = after
	}
	return out
}
