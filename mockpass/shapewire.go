package mockpass

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// deliver closes the record and sends the reply: who has the answer finds it in the
// journal.
func (s *Server) deliver(w http.ResponseWriter, c *call, a *reply) {
	if a.pace > 0 && len(a.body) > 0 {
		s.trickle(w, c, a)
		return
	}
	s.publish(c, a)
	a.write(w)
}

// trickle sends the body at the pace of the reply. The record is closed before the
// last byte. If the client leaves or the server shuts down before, the record tells
// how far the body came.
func (s *Server) trickle(w http.ResponseWriter, c *call, a *reply) {
	ctx, out := c.request.Context(), http.NewResponseController(w)
	a.header.Set("Content-Length", strconv.Itoa(a.length()))
	a.head(w)
	sent, last := 0, len(a.body)-1
	for sent < last {
		n := min(max(a.pace/10, 1), last-sent) // ten times a second, or each byte by itself
		err := s.wait(ctx, time.Duration(n)*time.Second/time.Duration(a.pace))
		if err == nil {
			_, err = w.Write(a.body[sent : sent+n])
		}
		if err == nil {
			err = out.Flush()
		}
		if err != nil {
			a.cutAt(sent)
			s.publish(c, a)
			panic(http.ErrAbortHandler)
		}
		sent += n
	}
	s.publish(c, a)
	_, _ = w.Write(a.body[sent:]) // a client that has left is no failure of ours
	if a.cut {
		_ = out.Flush()
		panic(http.ErrAbortHandler)
	}
}

// cutAt makes a reply end after n bytes of its body, whatever its head announces.
func (a *reply) cutAt(n int) {
	if !a.cut {
		a.cut, a.announced = true, max(len(a.body), 1) // of an empty body, the byte that is missing
	}
	a.body = a.body[:n]
}

// wait waits, unless the client leaves before, or the server that the call came
// through shuts down.
func (s *Server) wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
	case <-s.closing.of(ctx):
	}
	return errCut
}

// closing tells when the http.Servers that serve the mock shut down. They do not
// tell the calls that are under way: without it, a call that was told to wait for
// an hour would keep its server for as long.
type closing struct {
	mu      sync.Mutex
	servers map[*http.Server]chan struct{}
}

// of is closed when the server of a call shuts down; nil when the call has none.
func (c *closing) of(ctx context.Context) <-chan struct{} {
	server, ok := ctx.Value(http.ServerContextKey).(*http.Server)
	if !ok {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if ch := c.servers[server]; ch != nil {
		return ch
	}
	ch := make(chan struct{})
	if c.servers == nil {
		c.servers = map[*http.Server]chan struct{}{}
	}
	c.servers[server] = ch
	server.RegisterOnShutdown(sync.OnceFunc(func() { close(ch) }))
	return ch
}
