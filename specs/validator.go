package specs

import (
	_ "embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// V2 is the OpenAPI document of REST API V2.
//
//go:embed adobe-pass-v2.yaml
var V2 []byte

// DCR is the OpenAPI document of Dynamic Client Registration.
//
//go:embed dcr.yaml
var DCR []byte

// TempPass is the OpenAPI document of the Reset TempPass API.
//
//go:embed temppass.yaml
var TempPass []byte

// A Validator holds requests and responses against the documents. It is safe for
// concurrent use.
type Validator struct {
	routers []routers.Router
	paths   []pathTemplate
	odd     bool                  // paths cannot tell where all paths lead
	known   map[string]*operation // by operationId
	request *openapi3filter.Options
	answer  *openapi3filter.Options
}

// operation is what is asked of a document on every request.
type operation struct {
	headers map[string]bool // documented header parameters, canonical -> required
	query   map[string]bool
	form    map[string]bool // properties of the form body; nil where there is none
	status  []int           // documented ones
	quick   *quick
}

// New parses the embedded documents. An error is a mistake in them.
func New() (*Validator, error) {
	v := &Validator{
		known:   map[string]*operation{},
		request: &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
		answer:  &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true},
	}
	var group sync.WaitGroup
	loaded := make([]loaded, len(embedded))
	for i, d := range embedded {
		group.Go(func() { loaded[i] = d.load() })
	}
	group.Wait()
	for _, l := range loaded {
		if l.err != nil {
			return nil, l.err
		}
		v.routers = append(v.routers, l.router)
		v.learn(l.doc)
	}
	return v, nil
}

// embedded are the documents that requests are held against.
var embedded = []source{{"adobe-pass-v2.yaml", V2}, {"dcr.yaml", DCR}, {"temppass.yaml", TempPass}}

type source struct {
	name string
	text []byte
}

type loaded struct {
	doc    *openapi3.T
	router routers.Router
	err    error
}

// load parses a document. Whether it is a good one, a test tells: programs that start
// have no time for it.
func (d source) load() (l loaded) {
	if l.doc, l.err = openapi3.NewLoader().LoadFromData(d.text); l.err == nil {
		l.router, l.err = gorillamux.NewRouter(l.doc)
	}
	if l.err != nil {
		l.err = fmt.Errorf("%s: %w", d.name, l.err)
	}
	return l
}

func (v *Validator) learn(doc *openapi3.T) {
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			template, ok := newPathTemplate(&routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: op})
			v.paths, v.odd = append(v.paths, template), v.odd || !ok
			o := &operation{headers: map[string]bool{}, query: map[string]bool{}, quick: newQuick(doc, item, op)}
			for _, p := range op.Parameters {
				switch p.Value.In {
				case "header":
					o.headers[http.CanonicalHeaderKey(p.Value.Name)] = p.Value.Required
				case "query":
					o.query[p.Value.Name] = p.Value.Required
				}
			}
			for status := range op.Responses.Map() {
				if code, err := strconv.Atoi(status); err == nil {
					o.status = append(o.status, code)
				}
			}
			o.learnForm(op)
			v.known[op.OperationID] = o
		}
	}
}

func (o *operation) learnForm(op *openapi3.Operation) {
	if op.RequestBody == nil {
		return
	}
	form := op.RequestBody.Value.Content[formType]
	if form == nil {
		return
	}
	o.form = map[string]bool{}
	for name := range form.Schema.Value.Properties {
		o.form[name] = slices.Contains(form.Schema.Value.Required, name)
	}
}

// Headers are the header parameters that an operation documents, in canonical form,
// with whether each is required. The map must not be changed.
func (v *Validator) Headers(operation string) map[string]bool {
	if o := v.known[operation]; o != nil {
		return o.headers
	}
	return nil
}

// Answers tells whether an operation documents answers of an HTTP status.
func (v *Validator) Answers(operation string, status int) bool {
	o := v.known[operation]
	return o != nil && slices.Contains(o.status, status)
}

// input is what kin-openapi wants to know of a request.
func (v *Validator) input(route *Route, r *http.Request) *openapi3filter.RequestValidationInput {
	return &openapi3filter.RequestValidationInput{
		Request: r, PathParams: route.raw, QueryParams: queryOf(r.URL), Route: route.route, Options: v.request,
	}
}

func queryOf(u *url.URL) url.Values {
	q, _ := url.ParseQuery(u.RawQuery)
	return q
}
