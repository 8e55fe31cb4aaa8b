package mockpass

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/passproof/passproof/mockpass/stage"
)

// A tree is a JSON value that can be taken apart and put together again without
// loss: members keep their order, numbers their spelling. An object or an array has
// members (those of an array without names), anything else a scalar.
type tree struct {
	kind    json.Delim // '{', '[' or 0
	members []member
	scalar  any // string, json.Number, bool or nil
}

type member struct {
	name  string
	value *tree
}

// parseTree reads one JSON value, or gives nil if the text is none.
func parseTree(text []byte) *tree {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	t, err := readTree(d)
	if err != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF { //nolint:errorlint // Token gives io.EOF itself
		return nil
	}
	return t
}

// readTree reads the value that comes next. Its depth is that of an answer of ours,
// or of a body that is shorter than the control API takes.
func readTree(d *json.Decoder) (*tree, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	kind, ok := token.(json.Delim)
	if !ok {
		return &tree{scalar: token}, nil
	}
	t := &tree{kind: kind}
	for d.More() {
		var m member
		if kind == '{' {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			m.name, _ = name.(string) // the decoder lets nothing else stand there
		}
		if m.value, err = readTree(d); err != nil {
			return nil, err
		}
		t.members = append(t.members, m)
	}
	_, err = d.Token()
	return t, err
}

// A style is a way to write JSON. They all mean the same.
type style struct {
	indent  bool // over lines, as the samples are
	slashes bool // "\/" for "/"
}

// bytes writes the value.
func (t *tree) bytes(st style) []byte {
	var b bytes.Buffer
	t.write(&b, st)
	if !st.indent {
		return b.Bytes()
	}
	var out bytes.Buffer
	_ = json.Indent(&out, b.Bytes(), "", "    ") // what write has written is JSON
	return out.Bytes()
}

func (t *tree) write(b *bytes.Buffer, st style) {
	if t.kind == 0 {
		b.Write(scalarBytes(t.scalar, st))
		return
	}
	b.WriteByte(byte(t.kind))
	for i, m := range t.members {
		if i > 0 {
			b.WriteByte(',')
		}
		if t.kind == '{' {
			b.Write(scalarBytes(m.name, st))
			b.WriteByte(':')
		}
		m.value.write(b, st)
	}
	b.WriteByte(byte(t.kind) + 2) // in ASCII, } follows { and ] follows [ two places on
}

// scalarBytes writes a text, a number, a truth value or null, with & and < as they are.
func scalarBytes(v any, st style) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // nothing that a decoder has made can fail
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if st.slashes {
		return bytes.ReplaceAll(text, []byte("/"), []byte(`\/`))
	}
	return text
}

// child is the member of a name, or nil.
func (t *tree) child(name string) *tree {
	for _, m := range t.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// text is the member of a name if it is a text, else empty.
func (t *tree) text(name string) string {
	c := t.child(name)
	if c == nil {
		return ""
	}
	s, _ := c.scalar.(string)
	return s
}

// set replaces the member of a name, or adds it at the end.
func (t *tree) set(name string, scalar any) {
	if c := t.child(name); c != nil {
		*c = tree{scalar: scalar}
		return
	}
	t.members = append(t.members, member{name, &tree{scalar: scalar}})
}

// respell writes a number as a text, or a text that is a number as one.
func (t *tree) respell(as string) {
	switch v := t.scalar.(type) {
	case json.Number:
		if as == stage.AsString {
			t.scalar = v.String()
		}
	case string:
		if _, err := strconv.ParseInt(v, 10, 64); as == stage.AsNumber && err == nil {
			t.scalar = json.Number(v)
		}
	}
}

// keyed are members whose own members are named after MVPDs, attributes and
// parameters. One more there would be one more profile, not an unknown member.
var keyed = map[string]bool{"profiles": true, "logouts": true, "attributes": true, "existingParameters": true}

// A spot is an object and where it stands: names from the outside to the inside.
type spot struct {
	place  []string
	object *tree
}

// objects are those whose members the documents name, outer ones first: not the
// maps, though what is in them, and not the values of attributes.
func (t *tree) objects() []spot {
	var all []spot
	t.walk(nil, false, func(s spot) { all = append(all, s) })
	return all
}

func (t *tree) walk(place []string, isMap bool, visit func(spot)) {
	if t.kind == '{' && !isMap {
		visit(spot{place, t})
	}
	attribute := len(place) > 1 && place[len(place)-2] == "attributes" && !isMap
	for _, m := range t.members {
		if attribute && m.name == "value" {
			continue // user metadata: what is in there is the MVPD's
		}
		at := place
		if t.kind == '{' {
			at = slices.Concat(place, []string{m.name})
		}
		m.value.walk(at, keyed[m.name] && !isMap, visit)
	}
}

// isJSON tells whether a Content-Type is that of JSON.
func isJSON(contentType string) bool {
	return strings.HasPrefix(contentType, "application/json")
}
