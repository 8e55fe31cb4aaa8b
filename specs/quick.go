package specs

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// quick is an operation made ready to tell, fast, that a request or an answer departs
// from its document nowhere. Where it cannot tell that, kin-openapi is asked, which
// also finds the words; so quick may say no too often, but never yes.
type quick struct {
	request    bool // the parameters and the body could be compiled
	parameters []quickParameter
	body       *quickBody // nil: the operation has none
	answers    map[int]*quickAnswer
}

type quickParameter struct {
	in, name string // header: canonical
	required bool
	shape    *textShape
}

type quickBody struct {
	required bool
	media    string
	shape    shape                 // JSON
	form     map[string]*textShape // form
	needs    []string              // form: required fields
}

type quickAnswer struct {
	headers []quickParameter
	shape   shape // nil: the document tells nothing of a body
}

// documents are read into used memory: every request and every answer needs one.
var documents = sync.Pool{New: func() any { return new(document) }}

// obeys tells whether a text is JSON of a shape.
func obeys(s shape, text string) bool {
	d := documents.Get().(*document)
	ok := d.read(text) && s.fits(d, 0)
	d.text = ""
	if cap(d.nodes) <= 4096 { // a large one is not kept
		documents.Put(d)
	}
	return ok
}

func newQuick(doc *openapi3.T, item *openapi3.PathItem, op *openapi3.Operation) *quick {
	if doc.IsOpenAPI31OrLater() {
		return &quick{} // another dialect of schemas
	}
	q := &quick{request: len(item.Parameters) == 0 && op.Security == nil && len(doc.Security) == 0, answers: map[int]*quickAnswer{}}
	for _, ref := range op.Parameters {
		p, ok := newQuickParameter(ref.Value)
		q.parameters = append(q.parameters, p)
		q.request = q.request && ok
	}
	if op.RequestBody != nil {
		body, ok := newQuickBody(op.RequestBody.Value)
		q.body, q.request = body, q.request && ok
	}
	for status, ref := range op.Responses.Map() {
		code, err := strconv.Atoi(status)
		if a, ok := newQuickAnswer(ref.Value); ok && err == nil {
			q.answers[code] = a
		}
	}
	return q
}

func newQuickParameter(p *openapi3.Parameter) (quickParameter, bool) {
	s, ok := compile(p.Schema)
	text, plain := s.(*textShape)
	name := p.Name
	if p.In == openapi3.ParameterInHeader {
		name = http.CanonicalHeaderKey(name)
	}
	ok = ok && plain && p.In != openapi3.ParameterInCookie && p.Style == "" && p.Explode == nil && !p.AllowEmptyValue && p.Content == nil
	return quickParameter{in: p.In, name: name, required: p.Required, shape: text}, ok
}

func newQuickBody(b *openapi3.RequestBody) (*quickBody, bool) {
	if len(b.Content) != 1 {
		return nil, false
	}
	out := &quickBody{required: b.Required}
	for media, content := range b.Content {
		s, ok := compile(content.Schema)
		if out.media, out.shape = media, s; !ok || len(content.Encoding) > 0 {
			return nil, false
		}
	}
	switch out.media {
	case jsonType:
		return out, true
	case formType:
		return out, out.learnForm()
	}
	return nil, false
}

// learnForm takes an object apart into fields, each a text.
func (b *quickBody) learnForm() bool {
	object, ok := b.shape.(*objectShape)
	if !ok || object.least > 0 {
		return false
	}
	b.form = map[string]*textShape{}
	for name, m := range object.members {
		field, ok := m.shape.(*textShape)
		if !ok {
			return false
		}
		b.form[name] = field
		if m.required {
			b.needs = append(b.needs, name)
		}
	}
	return true
}

func newQuickAnswer(r *openapi3.Response) (*quickAnswer, bool) {
	a := &quickAnswer{}
	for name, ref := range r.Headers {
		p, ok := newQuickParameter(&openapi3.Parameter{
			In: openapi3.ParameterInHeader, Name: name, Required: ref.Value.Required, Schema: ref.Value.Schema,
			Content: ref.Value.Content, Style: ref.Value.Style, Explode: ref.Value.Explode,
		})
		if !ok {
			return nil, false
		}
		a.headers = append(a.headers, p)
	}
	if len(r.Content) == 0 {
		return a, true
	}
	content := r.Content[jsonType]
	if content == nil || len(r.Content) != 1 || len(content.Encoding) > 0 {
		return nil, false
	}
	var ok bool
	a.shape, ok = compile(content.Schema)
	return a, ok
}

// takesRequest tells whether a request surely departs nowhere.
func (q *quick) takesRequest(route *Route, r *http.Request, body []byte) bool {
	if !q.request || !q.takesBody(baseType(r.Header), body) || !surelyDecodes(r.Header) {
		return false
	}
	for name := range r.Header {
		if _, ok := route.known.headers[name]; !ok && foreign(name) {
			return false
		}
	}
	var query url.Values
	if r.URL.RawQuery != "" {
		var err error
		if query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
			return false
		}
	}
	documented := 0
	for i := range q.parameters {
		p := &q.parameters[i]
		var values []string
		switch p.in {
		case openapi3.ParameterInHeader:
			values = r.Header[p.name]
		case openapi3.ParameterInQuery:
			if values = query[p.name]; values != nil {
				documented++
			}
		default:
			values = []string{route.raw[p.name]}
		}
		if !p.takes(values) {
			return false
		}
	}
	return documented == len(query)
}

// takes looks at a header or parameter: the first value counts, and an empty one
// is for kin-openapi to judge.
func (p *quickParameter) takes(values []string) bool {
	if values == nil {
		return !p.required
	}
	return len(values) > 0 && values[0] != "" && p.shape.takes(values[0])
}

func (q *quick) takesBody(media string, body []byte) bool {
	switch {
	case len(body) == 0:
		return q.body == nil || !q.body.required
	case q.body == nil || media != q.body.media:
		return false
	case media == jsonType:
		return obeys(q.body.shape, string(body))
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return false
	}
	for name, values := range form {
		if field := q.body.form[name]; field == nil || len(values) != 1 || !field.takes(values[0]) {
			return false
		}
	}
	for _, name := range q.body.needs {
		if form[name] == nil {
			return false
		}
	}
	return true
}

// takesAnswer tells whether an answer surely departs nowhere.
func (q *quick) takesAnswer(status int, header http.Header, body []byte) bool {
	a := q.answers[status]
	if a == nil {
		return false
	}
	for i := range a.headers {
		if p := &a.headers[i]; !p.takes(header[p.name]) {
			return false
		}
	}
	return a.shape == nil || baseType(header) == jsonType && obeys(a.shape, string(body))
}

// baseType is the media type of Content-Type in lower case, without parameters.
func baseType(h http.Header) string {
	if len(h["Content-Type"]) == 0 {
		return ""
	}
	t, _, _ := strings.Cut(h["Content-Type"][0], ";")
	return strings.ToLower(strings.TrimSpace(t))
}
