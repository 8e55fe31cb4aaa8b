package specs

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/routers"
)

// A Route is where a request leads.
type Route struct {
	Operation string
	Params    map[string]string // path parameters, percent-decoded once
	raw       map[string]string
	route     *routers.Route
	known     *operation
}

// A RouteError tells that no document knows the path (404), or that the path does not
// know the method (405).
type RouteError struct {
	Status int
	Allow  []string // 405: the methods that the path knows
	Hint   string   // one sentence: what is wrong and what to write instead
}

// Error is the hint.
func (e *RouteError) Error() string { return e.Hint }

// Route finds the operation of a request; path is as sent, percent-encoded, without
// query. The error is a *RouteError.
func (v *Validator) Route(method, path string) (*Route, error) {
	if strings.HasSuffix(path, "/configuration/") {
		path = strings.TrimSuffix(path, "/") // the documentation's own sample has the slash
	}
	if strings.Contains(path, "//") {
		return nil, &RouteError{Status: http.StatusNotFound, Hint: fmt.Sprintf("%s has an empty segment", path)}
	}
	plain := v.plainRoute(method, path)
	if plain != nil && !checked {
		return plain, nil
	}
	route, err := v.slowRoute(method, path)
	if plain != nil && (err != nil || plain.Operation != route.Operation || !maps.Equal(plain.raw, route.raw)) {
		panic(fmt.Sprintf("specs: %s %s was led to %s with %v", method, path, plain.Operation, plain.raw))
	}
	return route, err
}

// slowRoute asks the router of kin-openapi.
func (v *Validator) slowRoute(method, path string) (*Route, error) {
	probe := &http.Request{Method: method, URL: &url.URL{Path: path}, Host: "localhost"}
	if decoded, err := url.PathUnescape(path); err == nil {
		probe.URL.Path, probe.URL.RawPath = decoded, path
	}
	for _, router := range v.routers {
		route, raw, err := router.FindRoute(probe)
		if errors.Is(err, routers.ErrMethodNotAllowed) {
			return nil, v.notAllowed(router, probe, path)
		}
		if err == nil {
			return v.found(route, raw)
		}
	}
	return nil, &RouteError{Status: http.StatusNotFound, Hint: hint(path)}
}

func (v *Validator) found(route *routers.Route, raw map[string]string) (*Route, error) {
	id := route.Operation.OperationID
	out := &Route{Operation: id, Params: make(map[string]string, len(raw)), raw: raw, route: route, known: v.known[id]}
	for name, value := range raw {
		decoded, err := url.PathUnescape(value)
		if err != nil {
			return nil, &RouteError{Status: http.StatusNotFound, Hint: fmt.Sprintf("path segment %q is not percent-encoded: %v", value, err)}
		}
		out.Params[name] = decoded
	}
	return out, nil
}

func (v *Validator) notAllowed(router routers.Router, probe *http.Request, path string) *RouteError {
	e := &RouteError{Status: http.StatusMethodNotAllowed}
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		other := *probe
		other.Method = method
		if _, _, err := router.FindRoute(&other); err == nil {
			e.Allow = append(e.Allow, method)
		}
	}
	e.Hint = fmt.Sprintf("%s does not know %s, only %s", path, probe.Method, strings.Join(e.Allow, " and "))
	return e
}

// hint names the right path for mistakes that are known to be made.
func hint(path string) string {
	for _, known := range []struct{ part, say string }{
		{"/decision/", "the path is /decisions/, plural"},
		{"/api/v1/", "REST API V1 is not served here; V2 paths begin with /api/v2/{serviceProvider}"},
		{"/reggie/", "registration codes are REST API V1; V2 has POST /api/v2/{serviceProvider}/sessions"},
		{"/logout", "the path is /api/v2/{serviceProvider}/logout/{mvpd}"},
		{"/reset-temppass/", "Adobe spells the path /reset-tempass/v3/reset, with one p"},
		{"/o/client/", "there are POST /o/client/register and POST /o/client/token"},
	} {
		if strings.Contains(path, known.part) {
			return fmt.Sprintf("no operation at %s: %s", path, known.say)
		}
	}
	if strings.HasSuffix(path, "/") {
		return fmt.Sprintf("no operation at %s: without the slash at the end?", path)
	}
	return fmt.Sprintf("no operation at %s", path)
}
