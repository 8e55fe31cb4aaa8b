package mockpass

import (
	"fmt"
	"strings"

	"github.com/passproof/passproof/mockpass/stage"
)

// shape makes of an answer what mean mode and the stage want of it. The operation
// is done and its answer was held against the documents: what happens here happens
// to the answer on its way out.
func (s *Server) shape(c *call, a *reply) {
	if a.status == 0 || !c.settings.Mean && c.cue.Shape == (stage.Shape{}) {
		return
	}
	want := &c.cue.Shape
	if c.route != nil && isJSON(a.header.Get("Content-Type")) {
		s.shapeJSON(c, a, want)
	}
	switch {
	case want.NotJSON:
		a.header.Set("Content-Type", "text/html")
		a.body, a.raw = []byte(notJSON), true
	case want.Truncate:
		a.body, a.raw = a.body[:len(a.body)/2], true
	case want.CutBody:
		a.cutAt(len(a.body) / 2)
	}
	a.pace = want.Bandwidth
}

// notJSON is what stands in the way of a client that decodes before it looks at the
// media type.
const notJSON = "<!DOCTYPE html>\n<html><head><title>Please wait</title></head>" +
	"<body><h1>Please wait</h1><p>The answer is on its way.</p></body></html>\n"

// shapeJSON rewrites a JSON answer: first as mean mode likes, then as directed.
func (s *Server) shapeJSON(c *call, a *reply, want *stage.Shape) {
	mean := c.settings.Mean && !a.raw // what a direction dictates is sent as it is
	if !mean && !want.ExtraFields && want.Timestamps == "" && want.URLs == "" {
		return
	}
	t := parseTree(a.body)
	if t == nil {
		return // dictated, and no JSON
	}
	var st style
	if mean {
		st = c.tease(t, a)
	}
	if want.ExtraFields {
		for _, o := range t.objects() {
			o.object.extend(extraMembers...)
		}
	}
	if want.Timestamps != "" {
		t.timestamps(want.Timestamps)
	}
	if want.URLs != "" {
		t.urls(want.URLs, c.origin())
	}
	a.body = t.bytes(st)
	s.holdShaped(c, a)
}

// holdShaped holds a shaped answer against what the documentation leaves open: it
// must not depart from that either.
func (s *Server) holdShaped(c *call, a *reply) {
	if a.raw {
		return
	}
	if err := s.documents.FreeResponse(c.route, c.request, a.status, a.header, a.body); err != nil {
		c.fault(fmt.Sprintf("the answer goes beyond what the documentation leaves open: %v", err))
		s.logger.Error("mockpass: answer goes beyond what the documentation leaves open", "operation", c.route.Operation, "status", a.status, "error", err)
	}
}

// A written member is one as JSON, of which as many trees as needed can be made.
type written struct{ name, value string }

// extraMembers are of no document. One of each kind of value.
var extraMembers = []written{
	{"mockpassText", `"A client ignores what it does not know."`},
	{"mockpassNumber", `1.5`},
	{"mockpassFlag", `true`},
	{"mockpassNull", `null`},
	{"mockpassObject", `{"status":"none"}`},
	{"mockpassList", `["one",2]`},
}

// extend puts members before those of an object: who reads only the first ones
// reads these.
func (t *tree) extend(with ...written) {
	members := make([]member, 0, len(with)+len(t.members))
	for _, w := range with {
		members = append(members, member{w.name, parseTree([]byte(w.value))})
	}
	t.members = append(members, t.members...)
}

// timestamps writes the timestamps in milliseconds as texts or as numbers.
func (t *tree) timestamps(as string) {
	for _, o := range t.objects() {
		names := []string{"notBefore", "notAfter"}
		if n := len(o.place); n > 1 && o.place[n-2] == "attributes" && o.place[n-1] == "expiration_date" {
			names = []string{"value"}
		}
		for _, name := range names {
			if c := o.object.child(name); c != nil {
				c.respell(as)
			}
		}
	}
}

// urls writes the urls of sessions and logouts relative to the origin, or with it.
func (t *tree) urls(as, origin string) {
	for _, o := range t.objects() {
		o.object.respellURL(as, origin)
	}
}

// respellURL writes the url of one object. One that leads elsewhere has no relative
// form.
func (t *tree) respellURL(as, origin string) {
	to := t.text("url")
	switch {
	case as == stage.Absolute && strings.HasPrefix(to, "/"):
		t.set("url", origin+to)
	case as == stage.Relative && strings.HasPrefix(to, origin+"/"):
		t.set("url", strings.TrimPrefix(to, origin))
	}
}
