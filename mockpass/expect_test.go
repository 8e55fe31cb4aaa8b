package mockpass_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// expect holds the answer that waits against what is written after < or <=.
func (p *player) expect(text string, exact bool) {
	p.t.Helper()
	if p.answer == nil {
		p.t.Fatalf("%s: there is no answer to expect anything of", p.at)
	}
	a := *p.answer
	p.answer, p.last = nil, p.answer
	status, want, _ := strings.Cut(p.filled(text), " ")
	if got := strconv.Itoa(a.Status); got != status {
		p.t.Fatalf("%s: got %s %s, want %s", p.at, got, a.Body, text)
	}
	switch {
	case want == "":
	case want[0] == '{':
		p.expectJSON(a, want, exact)
	case strings.HasPrefix(want, "Location "):
		p.expectLocation(a.Header.Get("Location"), strings.TrimPrefix(want, "Location "), exact)
	case strings.HasPrefix(want, "page "):
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || !strings.Contains(string(a.Body), strings.TrimPrefix(want, "page ")) {
			p.t.Fatalf("%s: got %s %s, want %s", p.at, a.Header.Get("Content-Type"), a.Body, want)
		}
	default:
		var e struct{ Code, Error string }
		if err := json.Unmarshal(a.Body, &e); err != nil || e.Code+e.Error != want {
			p.t.Fatalf("%s: got %s, want %s", p.at, a.Body, want)
		}
	}
}

func (p *player) expectJSON(a mockpasstest.Answer, want string, exact bool) {
	p.t.Helper()
	var wanted, got any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	if err := json.Unmarshal(a.Body, &got); err != nil {
		p.t.Fatalf("%s: got %s, want JSON", p.at, a.Body)
	}
	differ := departures("", got, wanted, exact)
	for _, d := range differ {
		p.t.Errorf("%s: %s", p.at, d)
	}
	if len(differ) > 0 {
		p.t.Logf("%s: the answer is %s", p.at, a.Body)
	}
}

func (p *player) expectLocation(got, want string, exact bool) {
	p.t.Helper()
	g, err := url.Parse(got)
	w, wrong := url.Parse(want)
	if err != nil || wrong != nil || g.Path != w.Path {
		p.t.Fatalf("%s: got Location %s, want %s", p.at, got, want)
	}
	for name := range w.Query() {
		if !fits(g.Query().Get(name), w.Query().Get(name)) {
			p.t.Errorf("%s: got %s=%s in Location, want %s", p.at, name, g.Query().Get(name), w.Query().Get(name))
		}
	}
	for name := range g.Query() {
		if exact && !w.Query().Has(name) {
			p.t.Errorf("%s: %s=%s in Location was not expected", p.at, name, g.Query().Get(name))
		}
	}
}

// expectHeader wants a header of the answer before, or that there is none.
func (p *player) expectHeader(text string) {
	p.t.Helper()
	if p.last == nil {
		p.t.Fatalf("%s: there is no answer before", p.at)
	}
	name, want, _ := strings.Cut(text, ":")
	values := p.last.Header.Values(name)
	want = strings.TrimSpace(p.filled(want))
	if want == "" && len(values) == 0 {
		return
	}
	if want == "" || !slices.ContainsFunc(values, func(v string) bool { return fits(v, want) }) {
		p.t.Errorf("%s: got %s: %q, want %q", p.at, name, values, want)
	}
}

// departures are where a value is not as wanted. In the exact sense an object has no
// further members and null is null; else null is for what must not be there.
func departures(where string, got, want any, exact bool) []string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s: got %v, want an object", where, got)}
		}
		return objectDepartures(where, g, w, exact)
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []string{fmt.Sprintf("%s: got %v, want %d elements", where, got, len(w))}
		}
		var out []string
		for i := range w {
			out = append(out, departures(fmt.Sprintf("%s/%d", where, i), g[i], w[i], exact)...)
		}
		return out
	}
	if !fits(got, want) {
		return []string{fmt.Sprintf("%s: got %v, want %v", where, got, want)}
	}
	return nil
}

func objectDepartures(where string, got, want map[string]any, exact bool) (out []string) {
	for name, value := range want {
		there, ok := got[name]
		switch {
		case value == nil && !exact && ok:
			out = append(out, fmt.Sprintf("%s/%s: got %v, want nothing", where, name, there))
		case value == nil && !exact:
		case !ok:
			out = append(out, fmt.Sprintf("%s/%s: got nothing, want %v", where, name, value))
		default:
			out = append(out, departures(where+"/"+name, there, value, exact)...)
		}
	}
	for name, there := range got {
		if _, ok := want[name]; !ok && (exact || len(want) == 0) {
			out = append(out, fmt.Sprintf("%s/%s: got %v, want nothing", where, name, there))
		}
	}
	slices.Sort(out)
	return out
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// fits tells whether a text, number, truth value or null is one that was wanted.
func fits(got, want any) bool {
	pattern, isText := want.(string)
	text, gotText := got.(string)
	switch {
	case !isText:
		return got == want
	case pattern == "*":
		return got != nil
	case pattern == "*text":
		return text != ""
	case pattern == "*number":
		_, ok := got.(float64)
		return ok
	case pattern == "*uuid":
		return uuidForm.MatchString(text)
	}
	before, after, wild := strings.Cut(pattern, "*")
	if !wild || !gotText {
		return got == want
	}
	return len(text) >= len(before)+len(after) && strings.HasPrefix(text, before) && strings.HasSuffix(text, after)
}

// helpURL is where clients are sent for the meaning of enhanced errors, spelt as published.
const helpURL = "https://experienceleague.adobe.com/docs/pass/authentication/auth-features/error-reportn/enhanced-error-codes.html"

// catalogued wants every error within a JSON answer to be as in the catalogue.
func (p *player) catalogued(a mockpasstest.Answer) {
	p.t.Helper()
	var body any
	if json.Unmarshal(a.Body, &body) == nil {
		for _, wrong := range uncatalogued(body) {
			p.t.Errorf("%s: %s in %s", p.at, wrong, a.Body)
		}
	}
}

// uncatalogued tells what is wrong with the errors within a value.
func uncatalogued(value any) (out []string) {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			out = append(out, uncatalogued(element)...)
		}
	case map[string]any:
		if v["helpUrl"] != nil || v["trace"] != nil {
			return misquoted(v)
		}
		for _, member := range v {
			out = append(out, uncatalogued(member)...)
		}
	}
	return out
}

// own are the codes of the mock's own, for what the documentation has none for.
var own = []*mockpass.Error{
	{Status: 403, Code: "forbidden", Action: "application-registration"},
	{Status: 404, Code: "not_found", Action: "none"},
	{Status: 405, Code: "method_not_allowed", Action: "none"},
}

func misquoted(got map[string]any) []string {
	for _, e := range append(mockpass.EnhancedErrors(), own...) {
		if e.Code != got["code"] {
			continue
		}
		want := map[string]any{
			"status": float64(e.Status), "code": e.Code, "action": e.Action, "message": "*text", "helpUrl": helpURL, "trace": "*uuid",
		}
		if e.Message != "" {
			want["message"] = e.Message
		}
		if got["details"] != nil {
			want["details"] = "*text"
		}
		return departures("", got, want, true)
	}
	return []string{fmt.Sprintf("%v is no code of the catalogue", got["code"])}
}

// TestDepartures wants the comparison of transcripts to see what it should, since a
// comparison that sees nothing proves everything.
func TestDepartures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		got, want   string
		some, exact int // departures in the lenient and in the exact sense
	}{
		{`{"a":1,"b":[{"c":null}]}`, `{"a":1,"b":[{"c":null}]}`, 1, 0},
		{`{"a":1,"b":2}`, `{"a":1}`, 0, 1},
		{`{"a":1}`, `{"a":1,"b":2}`, 1, 1},
		{`{"a":1}`, `{"a":1,"b":null}`, 0, 1},
		{`{"a":1}`, `{"a":"1"}`, 1, 1},
		{`{"a":"x"}`, `{"a":"*number"}`, 1, 1},
		{`{"a":1}`, `{"a":"*text"}`, 1, 1},
		{`{"a":""}`, `{"a":"*text"}`, 1, 1},
		{`{"a":null}`, `{"a":"*"}`, 1, 1},
		{`{"a":"0"}`, `{"a":"*uuid"}`, 1, 1},
		{`{"a":"http://h:1/p"}`, `{"a":"http://*/p"}`, 0, 0},
		{`{"a":"http://h:1/q"}`, `{"a":"http://*/p"}`, 1, 1},
		{`{"a":{"b":1}}`, `{"a":{}}`, 1, 1},
		{`{"a":[1,2]}`, `{"a":[1]}`, 1, 1},
		{`{"a":[]}`, `{"a":{}}`, 1, 1},
		{`{"a":1}`, `{"a":{"b":1}}`, 1, 1},
	} {
		var got, want any
		if json.Unmarshal([]byte(c.got), &got) != nil || json.Unmarshal([]byte(c.want), &want) != nil {
			t.Fatalf("%s, %s: no JSON", c.got, c.want)
		}
		if n := len(departures("", got, want, false)); n != c.some {
			t.Errorf("%s of %s: %d departures, want %d", c.got, c.want, n, c.some)
		}
		if n := len(departures("", got, want, true)); n != c.exact {
			t.Errorf("%s of %s: %d exact departures, want %d", c.got, c.want, n, c.exact)
		}
	}
}

// TestUncatalogued wants errors that are not as in the catalogue to be found wherever
// they are.
func TestUncatalogued(t *testing.T) {
	t.Parallel()
	const good = `"status":400,"code":"invalid_integration","action":"none","message":"The service provider has no active integration with this MVPD.","helpUrl":"` + helpURL + `","trace":"00000000-0000-4000-8000-000000000000"`
	for text, want := range map[string]int{
		`{` + good + `}`: 0,
		`{"decisions":[{"error":{` + good + `}}]}`:                                    0,
		`{` + strings.Replace(good, "400", "401", 1) + `}`:                            1,
		`{` + strings.Replace(good, "none", "retry", 1) + `,"more":1}`:                2,
		`{"decisions":[{"error":{` + strings.Replace(good, "active ", "", 1) + `}}]}`: 1,
		`{"code":"nonsense","helpUrl":"x"}`:                                           1,
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if got := uncatalogued(value); len(got) != want {
			t.Errorf("%s: got %q, want %d", text, got, want)
		}
	}
}
