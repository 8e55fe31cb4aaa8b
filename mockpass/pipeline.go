package mockpass

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/passproof/passproof/mockpass/stage"
)

// serve is the way of every request through the mock, from top to bottom.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	c := s.open(r)                // record: the exchange begins, with the request as it came
	a := s.answer(r.Context(), c) // all that may refuse, and the operation
	s.attribute(c)                // who spoke of what
	s.deliver(w, c, a)            // record closes, then the answer goes out: who has it finds it in the journal
}

// answer recovers what comes after it from panics, encodes what comes of it, holds
// it against the documents, and only then lets the stage and mean mode shape it.
func (s *Server) answer(ctx context.Context, c *call) (a *reply) {
	defer func() {
		if p := recover(); p != nil {
			s.logger.Error("mockpass: panic", "panic", p, "request", c.exchange.Request.Target, "stack", string(debug.Stack()))
			c.fault(fmt.Sprintf("panic: %v", p))
			a = s.encode(c, nil, ErrInternalServerError)
		}
	}()
	answer, err := s.perform(ctx, c)
	a = s.encode(c, answer, err)
	s.hold(c, a)
	s.shape(c, a)
	return a
}

// perform takes a call through the steps that may refuse it, then to its operation.
func (s *Server) perform(ctx context.Context, c *call) (any, error) {
	s.route(c)
	for _, step := range []func(context.Context, *call) error{
		s.read,         // what the call speaks of; refuses nothing
		s.throttle,     // 429
		s.known,        // 404, 405
		s.direct,       // the stage: delay, error, bare status, revoked token
		s.validate,     // against the documents: recorded, refused further down
		s.authenticity, // 401
		s.admit,        // 400: service provider, headers, parameters
	} {
		if err := step(ctx, c); err != nil {
			return nil, err
		}
	}
	return c.endpoint.do(s, ctx, c)
}

// hold holds an answer against the documents. One that departs from them is the
// mock's fault: it is marked so and sent all the same. What a direction wants sent
// as it is, is nobody's fault.
func (s *Server) hold(c *call, a *reply) {
	if c.route == nil || a.raw || a.status == 0 {
		return
	}
	if err := s.documents.Response(c.route, c.request, a.status, a.header, a.body); err != nil {
		c.fault(fmt.Sprintf("the answer departs from the documents: %v", err))
		s.logger.Error("mockpass: answer departs from the documents", "operation", c.route.Operation, "status", a.status, "error", err)
	}
}

// validate records where a request departs from the documents. What is refused,
// and with which error, is decided by the steps after it, in the order that the
// documentation tells.
func (s *Server) validate(_ context.Context, c *call) error {
	if c.route != nil {
		c.violations(s.documents.Request(c.route, c.request, c.body))
	}
	return nil
}

// errThrottled is answered with the page of the server in front of Adobe Pass.
var errThrottled = &bareStatus{&stage.Do{Status: http.StatusTooManyRequests}}

// errCut ends a call without an answer.
var errCut = errors.New("the connection is gone")
