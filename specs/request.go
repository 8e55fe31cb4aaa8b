package specs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// A Violation is one place where a request departs from its document. It converts to
// journal.Violation; this package imports nothing of ours.
type Violation struct {
	Kind   string // "missing", "invalid" or "undocumented"
	In     string // "path", "method", "query", "header" or "body"
	Name   string // parameter, header, form field or JSON pointer into the body
	Reason string // one sentence
}

// Request returns every place where r departs from its operation's document, the
// required ones first. body is the whole body of the request; r.Body is not read and
// r is not changed.
func (v *Validator) Request(route *Route, r *http.Request, body []byte) []Violation {
	sure := route.known.quick.takesRequest(route, r, body)
	if sure && !checked {
		return nil
	}
	out := v.judge(route, r, body)
	if sure && len(out) > 0 {
		panic(fmt.Sprintf("specs: %s %s departs from its document and was let pass: %+v", r.Method, r.URL, out))
	}
	return out
}

// judge asks kin-openapi and our own checks, which find the words.
func (v *Validator) judge(route *Route, r *http.Request, body []byte) []Violation {
	copied := *r
	copied.Body = io.NopCloser(bytes.NewReader(body))
	var out []Violation
	if err := openapi3filter.ValidateRequest(r.Context(), v.input(route, &copied)); err != nil {
		out = flatten(err, nil)
	}
	out = append(out, payloads(r)...)
	out = append(out, repeated(r, body)...)
	return append(out, undocumented(route, r, body)...)
}

// flatten turns the nested errors of kin-openapi into violations. It looks at each
// error itself and not through errors.As, which would skip the level that knows the
// parameter.
func flatten(err error, out []Violation) []Violation {
	switch e := err.(type) { //nolint:errorlint // see above
	case openapi3.MultiError:
		for _, one := range e {
			out = flatten(one, out)
		}
		return out
	case *openapi3filter.RequestError:
		if e.Parameter == nil {
			return append(out, bodyViolations(e)...)
		}
		kind := "invalid"
		if errors.Is(e.Err, openapi3filter.ErrInvalidRequired) {
			kind = "missing"
		}
		return append(out, Violation{Kind: kind, In: e.Parameter.In, Name: e.Parameter.Name, Reason: short(e.Err)})
	}
	return append(out, schemaViolation(err))
}

func bodyViolations(re *openapi3filter.RequestError) []Violation {
	if strings.Contains(re.Reason, "Content-Type") {
		return []Violation{{Kind: "invalid", In: "header", Name: "Content-Type", Reason: re.Reason}}
	}
	if errors.Is(re.Err, openapi3filter.ErrInvalidRequired) {
		return []Violation{{Kind: "missing", In: "body", Reason: "the operation needs a body"}}
	}
	return schemaViolations(re.Err, nil)
}

func schemaViolations(err error, out []Violation) []Violation {
	if many, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // one level at a time
		for _, one := range many {
			out = schemaViolations(one, out)
		}
		return out
	}
	return append(out, schemaViolation(err))
}

func schemaViolation(err error) Violation {
	var se *openapi3.SchemaError
	if !errors.As(err, &se) {
		return Violation{Kind: "invalid", In: "body", Reason: short(err)}
	}
	v := Violation{Kind: "invalid", In: "body", Name: "/" + strings.Join(se.JSONPointer(), "/"), Reason: se.Reason}
	switch {
	case se.SchemaField == "required":
		v.Kind = "missing"
	case se.SchemaField == "properties", strings.Contains(se.Reason, "is unsupported"):
		v.Kind = "undocumented"
	}
	return v
}

// short is the first line of an error.
func short(err error) string {
	if err == nil {
		return ""
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// repeated finds form fields that are sent twice, and JSON that is more than one value.
func repeated(r *http.Request, body []byte) []Violation {
	var out []Violation
	switch baseType(r.Header) {
	case formType:
		for name, values := range formOf(body) {
			if len(values) > 1 {
				out = append(out, Violation{Kind: "invalid", In: "body", Name: name, Reason: fmt.Sprintf("sent %d times", len(values))})
			}
		}
	case jsonType:
		if name, reason := strictJSON(body); reason != "" {
			out = append(out, Violation{Kind: "invalid", In: "body", Name: name, Reason: reason})
		}
	}
	return out
}
