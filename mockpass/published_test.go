package mockpass_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/passproof/passproof/specs"
)

// A sample is an answer as Adobe's documentation publishes it.
type sample struct {
	ID     string          `json:"id"`
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
	Text   string          `json:"bodyText"` // instead of Body: it is no JSON
}

// published are the samples, which lie beside the checkout or where
// PASSPROOF_ADOBE_SAMPLES says. They are not ours to publish again.
func published(t *testing.T) map[string]sample {
	t.Helper()
	file := filepath.Join("..", "..", "shared", "behaviour", "variants.json")
	if there := os.Getenv("PASSPROOF_ADOBE_SAMPLES"); there != "" {
		file = there
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the published samples are not at %s; set PASSPROOF_ADOBE_SAMPLES to compare with them", file)
	}
	var all []sample
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]sample{}
	for _, s := range all {
		out[s.ID] = s
	}
	return out
}

// unread are the samples whose answers are not JSON, or were not extracted.
var unread = []string{"V019", "V020", "V059", "V063"}

// TestPublishedSamples holds what the transcripts want against what is published:
// the same members, the same constant values, and no difference that samples.tsv
// does not list.
func TestPublishedSamples(t *testing.T) {
	t.Parallel()
	samples, found := published(t), proofs(t)
	documents, err := specs.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range readTable(t, "samples") {
		id := row["sample"]
		s, ok := samples[id]
		if !ok {
			t.Errorf("%s is not published", id)
			continue
		}
		for _, c := range found[id] {
			e, ok := c.shows(t, documents, id)
			if !ok {
				t.Errorf("%s: has no <= for %s", c.name(), id)
				continue
			}
			if s.Status != 0 && strconv.Itoa(s.Status) != row["status"] || e.status != row["status"] || e.operation != row["endpoint"] {
				t.Errorf("%s: %s wants %s of %s; the table says %s of %s, published is %d", e.at, id, e.status, e.operation, row["status"], row["endpoint"], s.Status)
			}
			if !slices.Contains(unread, id) {
				compareSample(t, e, s, strings.Fields(row["differs"]))
			}
		}
	}
}

// shows is the exchange that shows a sample: the first <= for the first sample of the
// title, and so on.
func (c *conversation) shows(t *testing.T, documents *specs.Validator, id string) (exchange, bool) {
	t.Helper()
	var exact []exchange
	for _, e := range c.exchanges(t, documents) {
		if e.exact {
			exact = append(exact, e)
		}
	}
	n := 0
	for _, row := range c.rows {
		if row == id && n < len(exact) {
			return exact[n], true
		}
		if row[0] == 'V' {
			n++
		}
	}
	return exchange{}, false
}

func compareSample(t *testing.T, e exchange, s sample, listed []string) {
	t.Helper()
	var ours, theirs any
	if err := json.Unmarshal([]byte(placeholder.ReplaceAllString(e.want, "0")), &ours); err != nil {
		t.Fatalf("%s: %v", e.at, err)
	}
	text := string(s.Body)
	if text == "" {
		text = repaired(s.Text)
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "${degradedMvpd}", "ATTOTT")), &theirs); err != nil {
		t.Fatalf("%s: cannot be repaired: %v in %s", s.ID, err, text)
	}
	real := differences("", ours, theirs)
	for _, d := range real {
		if !slices.Contains(listed, d) {
			t.Errorf("%s: %s: %s is not in samples.tsv", e.at, s.ID, d)
		}
	}
	for _, d := range listed {
		if !slices.Contains(real, d) {
			t.Errorf("%s: %s: %s is in samples.tsv and not so", e.at, s.ID, d)
		}
	}
}

// repairs are for the samples that are no JSON, in the order in which they are tried.
var repairs = []struct {
	wrong *regexp.Regexp
	right string
}{
	{regexp.MustCompile(`([a-z] )"(\w+)"( [a-z])`), `$1\"$2\"$3`},              // quotes within a text
	{regexp.MustCompile(`(["\]}])[ \t]*\n(\s*")`), "$1,\n$2"},                  // no comma between members
	{regexp.MustCompile(`,(\s*})`), "$1"},                                      // a comma after the last member
	{regexp.MustCompile(`"attributes":\s*"userID"`), `"attributes":{"userID"`}, // no brace
}

func repaired(text string) string {
	for _, r := range repairs {
		if !json.Valid([]byte(text)) {
			text = r.wrong.ReplaceAllString(text, r.right)
		}
	}
	return text
}

// variable are members whose values differ from answer to answer. Those of any other
// are constants.
var variable = strings.Fields(`notBefore notAfter created_at client_id_issued_at sessionId message details helpUrl trace
	serializedToken request logoUrl access_token client_id client_secret redirect_uris userAgent originalUserAgent ipAddress value`)

// differences are where our answer is another than the published one: +/x is a
// member that only we have, -/x one that only they have, ~/x another value.
func differences(where string, ours, theirs any) (out []string) {
	switch o := ours.(type) {
	case map[string]any:
		t, ok := theirs.(map[string]any)
		if !ok {
			return []string{"~" + where}
		}
		for name, value := range o {
			if published, ok := t[name]; !ok {
				out = append(out, "+"+where+"/"+name)
			} else if !sameConstant(name, value, published, t) {
				out = append(out, "~"+where+"/"+name)
			} else {
				out = append(out, differences(where+"/"+name, value, published)...)
			}
		}
		for name := range t {
			if _, ok := o[name]; !ok {
				out = append(out, "-"+where+"/"+name)
			}
		}
	case []any:
		t, ok := theirs.([]any)
		if !ok || len(o) != len(t) {
			return []string{"~" + where}
		}
		name := where[strings.LastIndex(where, "/")+1:]
		for i := range o {
			at := where + "/" + strconv.Itoa(i)
			if !sameConstant(name, o[i], t[i], nil) {
				out = append(out, "~"+at)
			}
			out = append(out, differences(at, o[i], t[i])...)
		}
	}
	return out
}

// sameConstant tells whether a member is as published: the same value where it is a
// constant, a value of the same type where it is not.
func sameConstant(name string, ours, theirs any, within map[string]any) bool {
	switch o := ours.(type) {
	case map[string]any, []any:
		return sameType(ours, theirs)
	case string:
		t, ok := theirs.(string)
		if name == "url" && ok {
			return sameURL(o, t, within)
		}
		if o == "*number" {
			return sameType(0.0, theirs)
		}
		if name == "code" && within["sessionId"] != nil || name == "id" && within["access_token"] != nil {
			return ok
		}
	}
	return sameType(ours, theirs) && (slices.Contains(variable, name) || ours == theirs)
}

// sameURL compares paths after the code of the session was taken out of the published
// one, and of URLs on another host or with a query the last segment.
func sameURL(ours, theirs string, within map[string]any) bool {
	if code, ok := within["code"].(string); ok {
		theirs = strings.ReplaceAll(theirs, code, "0")
	}
	before, _, wild := strings.Cut(ours, "?")
	published, _, _ := strings.Cut(theirs, "?")
	if !wild {
		return ours == theirs
	}
	return before[strings.LastIndex(before, "/"):] == published[strings.LastIndex(published, "/"):] &&
		strings.HasPrefix(before, "/") == strings.HasPrefix(published, "/")
}

func sameType(a, b any) bool {
	switch a.(type) {
	case string:
		_, ok := b.(string)
		return ok
	case float64:
		_, ok := b.(float64)
		return ok
	case bool:
		_, ok := b.(bool)
		return ok
	case []any:
		_, ok := b.([]any)
		return ok
	case map[string]any:
		_, ok := b.(map[string]any)
		return ok
	}
	return a == nil && b == nil
}

// TestDifferences wants the comparison with the published samples to see what it
// should, also where the samples are not at hand.
func TestDifferences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ ours, theirs, want string }{
		{`{"a":1,"b":[{"source":"mvpd"}]}`, `{"a":1,"b":[{"source":"mvpd"}]}`, ""},
		{`{"source":"mvpd"}`, `{"source":"dummy"}`, "~/source"},
		{`{"authorized":true}`, `{"authorized":"true"}`, "~/authorized"},
		{`{"a":1}`, `{}`, "+/a"},
		{`{}`, `{"a":{"b":1}}`, "-/a"},
		{`{"notBefore":0}`, `{"notBefore":17}`, ""},
		{`{"notBefore":"0"}`, `{"notBefore":17}`, "~/notBefore"},
		{`{"notBefore":"*number"}`, `{"notBefore":17}`, ""},
		{`{"trace":"*uuid"}`, `{"trace":null}`, "~/trace"},
		{`{"model":null}`, `{"model":"x"}`, "~/model"},
		{`{"code":"0","sessionId":"*uuid"}`, `{"code":"X","sessionId":"y"}`, ""},
		{`{"code":"one"}`, `{"code":"another"}`, "~/code"},
		{`{"url":"/a/0","code":"0","sessionId":"0"}`, `{"url":"/a/XY","code":"XY","sessionId":"0"}`, ""},
		{`{"url":"/b/0","code":"0","sessionId":"0"}`, `{"url":"/a/XY","code":"XY","sessionId":"0"}`, "~/url"},
		{`{"url":"/x/logout?a=b"}`, `{"url":"http://h/x/logout?a=c"}`, "~/url"},
		{`{"missingParameters":["a"]}`, `{"missingParameters":["b"]}`, "~/missingParameters/0"},
		{`{"d":[{}]}`, `{"d":[{},{}]}`, "~/d"},
	} {
		var ours, theirs any
		if json.Unmarshal([]byte(c.ours), &ours) != nil || json.Unmarshal([]byte(c.theirs), &theirs) != nil {
			t.Fatalf("%s, %s: no JSON", c.ours, c.theirs)
		}
		if got := strings.Join(differences("", ours, theirs), " "); got != c.want {
			t.Errorf("%s and %s: got %q, want %q", c.ours, c.theirs, got, c.want)
		}
	}
	for _, broken := range []string{
		"{\"a\": \"x\"\n\"b\": 1}", "{\"a\": {\"b\": 1,}\n}", "{\"a\": \"the \"Live\" channel\"}", "{\"attributes\":\n\"userID\": {}}}",
	} {
		if !json.Valid([]byte(repaired(broken))) {
			t.Errorf("%s was not repaired: %s", broken, repaired(broken))
		}
	}
}
