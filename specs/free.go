package specs

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// FreeResponse is Response for answers that use what the documentation leaves open:
// objects may have members that no document knows, except existingParameters, which
// maps parameters; what a document marks with x-open, naming the page, may have
// another value of the same type; and timestamps, marked with x-spelling and a page that
// spells them the other way, may be numbers or texts. What is closed stays closed.
func (v *Validator) FreeResponse(route *Route, r *http.Request, status int, header http.Header, body []byte) error {
	operations, err := opened()
	if err != nil {
		return err
	}
	free := *route.route
	free.Operation = operations[route.Operation]
	request := v.input(route, r)
	request.Route = &free
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: request, Status: status, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: v.answer,
	})
	if err != nil {
		return fmt.Errorf("the answer %d of %s departs even from what its document leaves open: %w", status, route.Operation, err)
	}
	return nil
}

// opened are the operations of the documents, by operationId, with all opened that
// may be. They are made when they are first asked for: most mocks never do.
var opened = sync.OnceValues(func() (map[string]*openapi3.Operation, error) {
	out := map[string]*openapi3.Operation{}
	for _, text := range [][]byte{V2, DCR} {
		doc, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			return nil, err
		}
		seen := map[*openapi3.Schema]bool{}
		for _, item := range doc.Paths.Map() {
			for _, op := range item.Operations() {
				out[op.OperationID] = op
				for _, answer := range op.Responses.Map() {
					for _, content := range answer.Value.Content {
						open(content.Schema, seen)
					}
				}
			}
		}
	}
	return out, nil
})

// open opens a schema and those in it.
func open(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if ref == nil || seen[ref.Value] {
		return
	}
	s := ref.Value
	seen[s] = true
	if closed := s.AdditionalProperties.Has; closed != nil && !*closed {
		s.AdditionalProperties = openapi3.AdditionalProperties{}
	}
	if s.Extensions["x-spelling"] != nil { // a number of milliseconds, or a text that is one
		*s = openapi3.Schema{OneOf: openapi3.SchemaRefs{
			{Value: openapi3.NewInt64Schema().WithMin(1e12).WithMax(1e13 - 1)},
			{Value: openapi3.NewStringSchema().WithPattern("^[0-9]{13}$")},
		}}
		return
	}
	if s.Extensions["x-open"] != nil {
		s.Enum, s.Pattern, s.Format = nil, "", ""
	}
	for name, p := range s.Properties {
		if name != "existingParameters" {
			open(p, seen)
		}
	}
	open(s.AdditionalProperties.Schema, seen)
	open(s.Items, seen)
	for _, one := range s.OneOf {
		open(one, seen)
	}
}
