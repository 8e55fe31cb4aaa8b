package specs

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// A shape is a schema made ready to tell, fast, whether a value obeys it. It never
// tells why not, and it is exact: kin-openapi comes to the same yes or no.
type shape interface {
	fits(d *document, at int) bool
}

// anyShape is a schema that says nothing, which takes null only where it may be.
type anyShape struct{ null bool }

func (s anyShape) fits(d *document, at int) bool { return s.null || d.nodes[at].kind != 'n' }

// nullable takes null, or what the shape takes.
type nullable struct{ shape }

func (s nullable) fits(d *document, at int) bool {
	return d.nodes[at].kind == 'n' || s.shape.fits(d, at)
}

// textShape is a string. least counts characters.
type textShape struct {
	enum    []string // empty: any
	least   int
	most    int // -1: no limit
	pattern openapi3.RegexMatcher
	format  openapi3.StringFormatValidator
}

func (s *textShape) fits(d *document, at int) bool {
	if d.nodes[at].kind != '"' {
		return false
	}
	text, ok := d.decoded(at)
	return ok && s.takes(text)
}

func (s *textShape) takes(text string) bool {
	switch {
	case len(s.enum) > 0 && !slices.Contains(s.enum, text),
		s.least > 0 && utf8.RuneCountInString(text) < s.least,
		s.most >= 0 && utf8.RuneCountInString(text) > s.most,
		s.pattern != nil && !s.pattern.MatchString(text),
		s.format != nil && s.format.Validate(text) != nil:
		return false
	}
	return true
}

// numberShape is a number, or an integer.
type numberShape struct {
	enum        []float64 // empty: any
	least, most float64
	whole       bool
}

func (s *numberShape) fits(d *document, at int) bool {
	if d.nodes[at].kind != '0' {
		return false
	}
	n, ok := d.number(at)
	return ok && s.least <= n && n <= s.most &&
		(!s.whole || n == math.Trunc(n)) &&
		(len(s.enum) == 0 || slices.Contains(s.enum, n))
}

// flagShape is a boolean.
type flagShape struct{ yes, no bool }

func (s flagShape) fits(d *document, at int) bool {
	return s.yes && d.nodes[at].kind == 't' || s.no && d.nodes[at].kind == 'f'
}

// listShape is an array. Only texts can be asked to differ.
type listShape struct {
	items       shape
	least, most int // most -1: no limit
	differ      bool
}

func (s *listShape) fits(d *document, at int) bool {
	if d.nodes[at].kind != '[' {
		return false
	}
	count := 0
	var seen map[string]bool
	if s.differ {
		seen = map[string]bool{}
	}
	for i := at + 1; i < int(d.nodes[at].next); i = int(d.nodes[i].next) {
		if !s.items.fits(d, i) {
			return false
		}
		if s.differ {
			text, ok := d.decoded(i)
			if !ok || seen[text] {
				return false
			}
			seen[text] = true
		}
		count++
	}
	return count >= s.least && (s.most < 0 || count <= s.most)
}

// objectShape is an object. A document never names a member twice, so counting the
// required ones is enough.
type objectShape struct {
	members  map[string]member
	others   shape // of members that the schema does not name; nil: there may be none
	required int   // how many of members are
	least    int   // members in all
}

type member struct {
	shape    shape
	required bool
}

func (s *objectShape) fits(d *document, at int) bool {
	if d.nodes[at].kind != '{' {
		return false
	}
	count, required := 0, 0
	for i := at + 1; i < int(d.nodes[at].next); i = int(d.nodes[i+1].next) {
		m, ok := s.members[d.raw(i)]
		if !ok {
			m.shape = s.others
		}
		if m.shape == nil || !m.shape.fits(d, i+1) {
			return false
		}
		if m.required {
			required++
		}
		count++
	}
	return count >= s.least && required == s.required
}

// oneShape is a value of which one shape, and no other, must be.
type oneShape []shape

func (s oneShape) fits(d *document, at int) bool {
	fit := 0
	for _, one := range s {
		if one.fits(d, at) {
			fit++
		}
	}
	return fit == 1
}

// chosenShape is an object that tells its shape by a member.
type chosenShape struct {
	by     string
	shapes map[string]shape
}

func (s *chosenShape) fits(d *document, at int) bool {
	if d.nodes[at].kind != '{' {
		return false
	}
	for i := at + 1; i < int(d.nodes[at].next); i = int(d.nodes[i+1].next) {
		if d.raw(i) != s.by || d.nodes[i+1].kind != '"' {
			continue
		}
		name, ok := d.decoded(i + 1)
		chosen := s.shapes[name]
		return ok && chosen != nil && chosen.fits(d, at)
	}
	return false
}
