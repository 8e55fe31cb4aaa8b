package mockpass

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/passproof/passproof/specs"
)

// statused answers have another status than 200.
type statused interface{ status() int }

// redirect sends a browser elsewhere.
type redirect struct{ to string }

// encode is the one place where answers and errors become bytes.
func (s *Server) encode(c *call, answer any, err error) *reply {
	if err != nil {
		return s.encodeError(c, err)
	}
	switch a := answer.(type) {
	case redirect:
		return &reply{status: http.StatusFound, header: http.Header{"Location": {a.to}, "Cache-Control": {"no-store"}}}
	case noContent:
		return &reply{status: http.StatusNoContent, header: http.Header{}}
	case page:
		return a.reply()
	}
	status := http.StatusOK
	if a, ok := answer.(statused); ok {
		status = a.status()
	}
	return asJSON(status, answer)
}

func (s *Server) encodeError(c *call, err error) *reply {
	var known *Error
	var bare *bareStatus
	var lost *specs.RouteError
	switch {
	case errors.Is(err, errCut):
		return &reply{}
	case errors.As(err, &bare):
		return bare.reply()
	case errors.As(err, &lost):
		return s.encodeLost(c, lost)
	case !errors.As(err, &known):
		s.logger.Error("mockpass: failure", "error", err, "request", c.exchange.Request.Target)
		c.fault(err.Error())
		known = ErrInternalServerError
	}
	switch {
	case c.endpoint.needs&browser != 0:
		return errorPage(known).reply()
	case c.endpoint.needs&dcr != 0:
		return asJSON(known.Status, map[string]string{"error": known.Code})
	}
	return asJSON(known.Status, s.enhance(known))
}

// encodeLost answers a path that no document knows, or a method that the path
// does not know.
func (s *Server) encodeLost(c *call, lost *specs.RouteError) *reply {
	e := errNotFound
	if lost.Status == http.StatusMethodNotAllowed {
		e = errMethod
	}
	var a *reply
	if c.endpoint.needs&browser != 0 {
		a = errorPage(e.With(lost.Hint)).reply()
	} else {
		a = asJSON(e.Status, s.enhance(e.With(lost.Hint)))
	}
	if len(lost.Allow) > 0 {
		a.header.Set("Allow", strings.Join(lost.Allow, ", "))
	}
	return a
}

// asJSON encodes an answer as Adobe does, with & and < as they are. An answer that
// cannot be encoded is a mistake in the mock and ends in a panic.
func asJSON(status int, answer any) *reply {
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	e.text.Reset()
	if err := e.Encode(answer); err != nil {
		panic(fmt.Errorf("encoding an answer: %w", err))
	}
	return &reply{
		status: status,
		header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}},
		body:   bytes.Clone(bytes.TrimSuffix(e.text.Bytes(), []byte("\n"))), // no longer than it is: the journal keeps it
	}
}

// An encoder writes answers one after another into the same memory.
type encoder struct {
	*json.Encoder
	text bytes.Buffer
}

var encoders = sync.Pool{New: func() any {
	e := &encoder{}
	e.Encoder = json.NewEncoder(&e.text)
	e.SetEscapeHTML(false)
	return e
}}
