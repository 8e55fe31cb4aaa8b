package specs

import "net/http"

// TODO(specs): replaced by the implementation.

// A Validator holds requests and responses against the documents.
type Validator struct{}

// A Violation is one place where a request departs from its document. It has the
// fields of journal.Violation, to which it converts; this package imports nothing of ours.
type Violation struct {
	Kind   string // "missing", "invalid" or "undocumented"
	In     string // "path", "method", "query", "header", "body"
	Name   string
	Reason string
}

// A Route is where a request leads.
type Route struct {
	Operation string
	Params    map[string]string // path parameters, percent-decoded once
}

// A RouteError tells that no document knows the path (Status 404) or that the path
// does not know the method (Status 405, with the methods that it does know).
type RouteError struct {
	Status int
	Allow  []string
	Hint   string
}

func (e *RouteError) Error() string { return e.Hint }

// New parses the embedded documents.
func New() (*Validator, error) { return &Validator{}, nil }

// Route finds the operation of a request. err is a *RouteError.
func (v *Validator) Route(method, path string) (*Route, error) { return nil, &RouteError{Status: 404} }

// Request returns where r departs from its operation's document. body is the whole request body; r.Body is not read.
func (v *Validator) Request(route *Route, r *http.Request, body []byte) []Violation {
	return nil
}

// Response returns how a response departs from the document; nil when it does not.
func (v *Validator) Response(route *Route, r *http.Request, status int, header http.Header, body []byte) error {
	return nil
}
