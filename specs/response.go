package specs

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// Response returns how an answer departs from the document of its operation, or nil.
func (v *Validator) Response(route *Route, r *http.Request, status int, header http.Header, body []byte) error {
	if status == http.StatusTooManyRequests || header.Get("Content-Type") == "text/html" {
		return v.page(route, status)
	}
	sure := route.known.quick.takesAnswer(status, header, body)
	if sure && !checked {
		return nil
	}
	err := v.judgeAnswer(route, r, status, header, body)
	if sure && err != nil {
		panic(fmt.Sprintf("specs: let pass, but %v", err))
	}
	return err
}

// judgeAnswer asks kin-openapi, which finds the words.
func (v *Validator) judgeAnswer(route *Route, r *http.Request, status int, header http.Header, body []byte) error {
	err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: v.input(route, r), Status: status, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: v.answer,
	})
	if err != nil {
		return fmt.Errorf("the answer %d of %s departs from its document: %w", status, route.Operation, err)
	}
	return nil
}

// page checks an HTML answer: its text is free, its status is not.
func (v *Validator) page(route *Route, status int) error {
	answer := route.route.Operation.Responses.Status(status)
	if answer == nil || answer.Value.Content["text/html"] == nil {
		return fmt.Errorf("the document of %s knows no HTML answer %d", route.Operation, status)
	}
	return nil
}
