package specs

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// sample is an answer, or the body of a request, that a document gives as an example.
type sample struct {
	route  *Route
	status int // 0: a request
	body   any
}

func (s sample) String() string { return fmt.Sprint(s.route.Operation, " ", s.status) }

// samples are all examples of the documents, in a fixed order.
func samples(v *Validator) []sample {
	var out []sample
	for _, t := range v.paths {
		route := &Route{Operation: t.route.Operation.OperationID, raw: map[string]string{}, route: t.route, known: v.known[t.route.Operation.OperationID]}
		for _, s := range t.segments {
			if name, ok := strings.CutPrefix(s, "{"); ok {
				route.raw[strings.TrimSuffix(name, "}")] = "A7X2QB"
			}
		}
		if body := t.route.Operation.RequestBody; body != nil {
			for _, content := range body.Value.Content {
				out = append(out, sample{route, 0, content.Example})
			}
		}
		for status, r := range t.route.Operation.Responses.Map() {
			for _, content := range r.Value.Content {
				for _, example := range content.Examples {
					code := 0
					fmt.Sscan(status, &code)
					out = append(out, sample{route, code, example.Value.Value})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b sample) int { return strings.Compare(fmt.Sprint(a, a.body), fmt.Sprint(b, b.body)) })
	return out
}

// TestAllIsQuick fails when a document begins to say something that shapes do not
// know: nothing would be wrong, but slow.
func TestAllIsQuick(t *testing.T) {
	t.Parallel()
	v := validator(t)
	if v.odd {
		t.Error("a path is not just names and parameters")
	}
	for id, op := range v.known {
		if !op.quick.request {
			t.Errorf("%s: requests are not quick", id)
		}
	}
	for _, template := range v.paths {
		id := template.route.Operation.OperationID
		for status, r := range template.route.Operation.Responses.Map() {
			code := 0
			fmt.Sscan(status, &code)
			if r.Value.Content["text/html"] == nil && v.known[id].quick.answers[code] == nil {
				t.Errorf("%s: the answer %s is not quick", id, status)
			}
		}
	}
}

// spoil makes one change, somewhere, to a value of JSON: mostly for the worse.
func spoil(rng *rand.Rand, v any) any {
	odd := []any{nil, true, false, "", "x", "é\n\"", "1779700000000", 0.0, -1.0, 400.0, 0.5, 1779700000000.0, 1e300, []any{}, []any{"mvpd"}, map[string]any{}}
	if rng.IntN(3) == 0 {
		return odd[rng.IntN(len(odd))]
	}
	switch v := v.(type) {
	case map[string]any:
		v = maps.Clone(v)
		names := append(slices.Sorted(maps.Keys(v)), "mvpd", "details", "extra")
		name := names[rng.IntN(len(names))]
		switch _, there := v[name]; {
		case there && rng.IntN(3) == 0:
			delete(v, name)
		case there:
			v[name] = spoil(rng, v[name])
		default:
			v[name] = odd[rng.IntN(len(odd))]
		}
		return v
	case []any:
		v = slices.Clone(v)
		if len(v) == 0 || rng.IntN(3) == 0 {
			return append(v, v...)
		}
		i := rng.IntN(len(v))
		v[i] = spoil(rng, v[i])
		return v
	}
	return odd[rng.IntN(len(odd))]
}

// written is a value as JSON or, when it is the body of a form, as a form.
func written(t testing.TB, s sample, body any) (text, media string) {
	t.Helper()
	if s.status == 0 && s.route.known.quick.body.media == formType {
		form := url.Values{}
		members, _ := body.(map[string]any)
		for name, value := range members {
			form.Set(name, fmt.Sprint(value))
		}
		return form.Encode(), formType
	}
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), jsonType
}

// TestQuickIsExact changes the examples of the documents at random, and holds quick
// against kin-openapi.
func TestQuickIsExact(t *testing.T) {
	t.Parallel()
	v := validator(t)
	for n, s := range samples(v) {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			const rounds = 40
			rng, good := rand.New(rand.NewPCG(1, uint64(n))), 0
			for i := range rounds {
				body := s.body
				for range min(i, 1+i%3) { // the first is the example itself
					body = spoil(rng, body)
				}
				text, media := written(t, s, body)
				quick, err := bothWays(v, s, media, text)
				if quick != (err == nil) {
					t.Fatalf("quick says %t, kin-openapi says %v of\n%s", quick, err, text)
				}
				if i == 0 && !quick {
					t.Fatalf("the example departs from its document: %v", err)
				}
				if quick {
					good++
				}
			}
			if good == rounds && s.route.known.quick.body.media != formType {
				t.Error("nothing that was changed departs from the document")
			}
		})
	}
}

// bothWays asks quick and kin-openapi.
func bothWays(v *Validator, s sample, media, body string) (quick bool, err error) {
	if s.status == 0 {
		r := request(s.route.route.Method+" /", media, body)
		if violations := v.judge(s.route, r, []byte(body)); len(violations) > 0 {
			err = fmt.Errorf("%+v", violations)
		}
		return s.route.known.quick.takesRequest(s.route, r, []byte(body)), err
	}
	r, header := httptest.NewRequest(s.route.route.Method, "/", nil), http.Header{"Content-Type": {media}}
	return s.route.known.quick.takesAnswer(s.status, header, []byte(body)), v.judgeAnswer(s.route, r, s.status, header, []byte(body))
}

// FuzzQuick writes bodies and headers at will. What quick lets pass, kin-openapi must
// let pass.
func FuzzQuick(f *testing.F) {
	v := validator(f)
	all := samples(v)
	for i, s := range all {
		text, media := written(f, s, s.body)
		f.Add(uint8(i), media, text, "", identifier, info)
	}
	for _, odd := range []string{
		`{"profiles":{}} x`, `{"profiles":{},"profiles":{}}`, `{"profiles":{"a":null}}`, `{"\u0070rofiles":{}}`, "{\"profiles\":{}}\x00",
		`{"profiles":{"a\ud800":1e999}}`, `[[[[`, `{"profiles":{},}`, `{"profiles":{}`, "\xff", `"\x"`, `01`, `-`, `1.e1`, `{"a":"\u00zz"}`,
	} {
		f.Add(uint8(0), jsonType+"; charset=utf-8", odd, "profile=1&x", "fingerprint", "e30")
	}
	f.Fuzz(func(t *testing.T, index uint8, media, body, query, id, device string) {
		s := all[int(index)%len(all)]
		r := httptest.NewRequest(s.route.route.Method, "/", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header = http.Header{"Content-Type": {media}, "Authorization": {"Bearer t"}, "Ap-Device-Identifier": {id}, "X-Device-Info": {device}}
		quick := s.route.known.quick
		if found := v.judge(s.route, r, []byte(body)); len(found) > 0 && quick.takesRequest(s.route, r, []byte(body)) {
			t.Errorf("let a request pass: %+v", found)
		}
		header := http.Header{"Content-Type": {media}, "Location": {id}, "Allow": {query}}
		for status := range quick.answers {
			if err := v.judgeAnswer(s.route, r, status, header, []byte(body)); err != nil && quick.takesAnswer(status, header, []byte(body)) {
				t.Errorf("let an answer %d pass: %v", status, err)
			}
		}
	})
}

// FuzzPath holds the quick way to a route against the router of kin-openapi.
func FuzzPath(f *testing.F) {
	v := validator(f)
	for _, t := range v.paths {
		f.Add(t.method, strings.NewReplacer("{", "", "}", "").Replace(t.route.Path))
	}
	f.Add("GET", "/api/v2/authenticate/sessions/X")
	f.Add("GET", "/api/v2/./profiles")
	f.Add("HEAD", "/api/v2/x/profiles/code")
	f.Fuzz(func(t *testing.T, method, path string) {
		plain := v.plainRoute(method, path)
		if plain == nil {
			return
		}
		route, err := v.slowRoute(method, path)
		if err != nil || route.Operation != plain.Operation || !maps.Equal(route.raw, plain.raw) || !maps.Equal(route.Params, plain.Params) {
			t.Errorf("%s %s: led to %v, want %v (%v)", method, path, plain, route, err)
		}
	})
}
