package specs

import (
	"encoding/json"
	"strconv"
	"strings"
)

// A document is a JSON text that was read once: where its values begin and end, in
// the order of the text. A shape looks at them as often as it likes.
type document struct {
	text  string
	nodes []node
}

// A node is one value, or the name of a member; the member's value comes next to it.
type node struct {
	kind     byte  // { [ " 0 t f n
	escaped  bool  // a text that does not stand for itself byte by byte
	from, to int32 // in the text; a text without its quotes
	next     int32 // the node after this value and all that is in it
}

const (
	deepest  = 100     // how deep a JSON body may nest
	mostMade = 64      // members of one object whose names are compared
	longest  = 1 << 30 // bytes, so that places fit into a node
)

// read takes a text in and tells whether it is one JSON value, of the kind that
// nobody can understand in two ways: no name twice, no number beyond float64, no
// great depth. "No" may also mean that the text is too odd to be sure.
func (d *document) read(text string) bool {
	d.text, d.nodes = text, d.nodes[:0]
	if len(text) > longest {
		return false
	}
	end, ok := d.value(space(text, 0), 0)
	return ok && space(text, end) == len(text)
}

// value reads the value at a place and returns where it ends.
func (d *document) value(at, depth int) (int, bool) {
	if depth > deepest {
		return at, false
	}
	switch d.peek(at) {
	case '{':
		return d.object(at, depth)
	case '[':
		return d.list(at, depth)
	case '"':
		return d.quoted(at)
	case 't':
		return d.word(at, "true")
	case 'f':
		return d.word(at, "false")
	case 'n':
		return d.word(at, "null")
	}
	return d.digits(at)
}

func (d *document) add(kind byte, from, to int) int {
	i := len(d.nodes)
	d.nodes = append(d.nodes, node{kind: kind, from: int32(from), to: int32(to), next: int32(i + 1)})
	return i
}

// object reads its members: name, colon, value.
func (d *document) object(at, depth int) (int, bool) {
	me, ok := d.add('{', at, at), false
	at = space(d.text, at+1)
	if d.peek(at) == '}' {
		return d.close(me, at)
	}
	for made := 0; made < mostMade; made++ {
		if at, ok = d.member(me+1, at, depth); !ok {
			return at, false
		}
		switch d.peek(at) {
		case '}':
			return d.close(me, at)
		case ',':
			at = space(d.text, at+1)
		default:
			return at, false
		}
	}
	return at, false
}

// member reads one member of the object whose names begin with the node first.
func (d *document) member(first, at, depth int) (int, bool) {
	name := len(d.nodes)
	if d.peek(at) != '"' {
		return at, false
	}
	at, ok := d.quoted(at)
	if !ok || d.twice(first, name) {
		return at, false
	}
	if at = space(d.text, at); d.peek(at) != ':' {
		return at, false
	}
	at, ok = d.value(space(d.text, at+1), depth+1)
	return space(d.text, at), ok
}

// twice tells whether a name of an object was there before. Of a name that is
// spelled with escapes it is not sure, and says yes.
func (d *document) twice(first, name int) bool {
	if d.nodes[name].escaped {
		return true
	}
	for i := first; i < name; i = int(d.nodes[i+1].next) {
		if d.raw(i) == d.raw(name) {
			return true
		}
	}
	return false
}

func (d *document) list(at, depth int) (int, bool) {
	me, ok := d.add('[', at, at), false
	at = space(d.text, at+1)
	if d.peek(at) == ']' {
		return d.close(me, at)
	}
	for {
		if at, ok = d.value(at, depth+1); !ok {
			return at, false
		}
		at = space(d.text, at)
		switch d.peek(at) {
		case ']':
			return d.close(me, at)
		case ',':
			at = space(d.text, at+1)
		default:
			return at, false
		}
	}
}

// close ends the object or list me with the bracket at a place.
func (d *document) close(me, at int) (int, bool) {
	d.nodes[me].to, d.nodes[me].next = int32(at+1), int32(len(d.nodes))
	return at + 1, true
}

func (d *document) quoted(at int) (int, bool) {
	me := d.add('"', at+1, at+1)
	for at++; at < len(d.text); at++ {
		switch c := d.text[at]; {
		case c == '"':
			d.nodes[me].to = int32(at)
			return at + 1, true
		case c < ' ':
			return at, false
		case c == '\\':
			if at = escape(d.text, at+1); at < 0 {
				return len(d.text), false
			}
			d.nodes[me].escaped = true
		case c >= 0x80:
			d.nodes[me].escaped = true
		}
	}
	return at, false
}

func (d *document) word(at int, want string) (int, bool) {
	d.add(want[0], at, at+len(want))
	return at + len(want), strings.HasPrefix(d.text[at:], want)
}

// digits reads a number by the grammar of JSON.
func (d *document) digits(at int) (int, bool) {
	from := at
	if d.peek(at) == '-' {
		at++
	}
	first := at
	at, ok := d.run(at)
	if !ok || d.text[first] == '0' && at > first+1 {
		return at, false
	}
	if d.peek(at) == '.' {
		if at, ok = d.run(at + 1); !ok {
			return at, false
		}
	}
	if c := d.peek(at); c == 'e' || c == 'E' {
		if c := d.peek(at + 1); c == '+' || c == '-' {
			at++
		}
		if at, ok = d.run(at + 1); !ok {
			return at, false
		}
	}
	_, ok = d.number(d.add('0', from, at))
	return at, ok
}

// run is where the decimal digits from a place on end; there must be one.
func (d *document) run(at int) (int, bool) {
	from := at
	for c := d.peek(at); '0' <= c && c <= '9'; c = d.peek(at) {
		at++
	}
	return at, at > from
}

// space is where white space from a place on ends.
func space(text string, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n') {
		at++
	}
	return at
}

// escape is the last place of the escape sequence whose letter stands at a place, or -1.
func escape(text string, at int) int {
	if at >= len(text) {
		return -1
	}
	switch text[at] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return at
	case 'u':
		if at+4 < len(text) {
			if _, err := strconv.ParseUint(text[at+1:at+5], 16, 16); err == nil {
				return at + 4
			}
		}
	}
	return -1
}

// peek is the byte at a place; 0, which JSON never has, where the text is over.
func (d *document) peek(at int) byte {
	if at >= len(d.text) {
		return 0
	}
	return d.text[at]
}

// raw is a node as it is written.
func (d *document) raw(i int) string { return d.text[d.nodes[i].from:d.nodes[i].to] }

// number is the value of a number.
func (d *document) number(i int) (float64, bool) {
	f, err := strconv.ParseFloat(d.raw(i), 64)
	return f, err == nil
}

// decoded is what a text stands for.
func (d *document) decoded(i int) (string, bool) {
	n := d.nodes[i]
	if !n.escaped {
		return d.raw(i), true
	}
	var s string
	err := json.Unmarshal([]byte(d.text[n.from-1:n.to+1]), &s)
	return s, err == nil
}
