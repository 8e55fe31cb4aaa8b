package configfile

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A decoder fills a configuration from a tree. It goes on after a mistake, which the
// decoder of the YAML library does not: people want to see all of them.
type decoder struct {
	file     string
	problems Problems
}

// found notes a mistake.
func (d *decoder) found(at place, remedy, format string, args ...any) {
	d.problems = append(d.problems, Problem{File: d.file, Line: at.line, Path: at.path, What: fmt.Sprintf(format, args...), Remedy: remedy})
}

// decode fills what into points to.
func (d *decoder) decode(n ast.Node, at place, into any) {
	d.value(n, at, reflect.ValueOf(into).Elem())
}

// value fills v, which can be set, from a node. A value that the file leaves empty
// (key: without anything) is as if the key were not there.
func (d *decoder) value(n ast.Node, at place, v reflect.Value) {
	switch n.(type) {
	case nil, *ast.NullNode:
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		d.found(at, "write the value itself; quote a text that begins with &, * or !", "anchors, aliases and tags are not read here")
		return
	}
	if t, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.text(n, at, t)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		d.value(n, at, p.Elem())
		v.Set(p)
	case reflect.Struct:
		d.structure(n, at, v)
	case reflect.Slice:
		d.list(n, at, v)
	case reflect.Map:
		d.dictionary(n, at, v)
	case reflect.Interface:
		if free := d.free(n, at); free != nil {
			v.Set(reflect.ValueOf(free))
		}
	default:
		d.scalar(n, at, v)
	}
}

// structure fills a struct, and refuses keys that it does not have.
func (d *decoder) structure(n ast.Node, at place, v reflect.Value) {
	if !d.mapping(n, at) {
		return
	}
	fields := map[string]int{}
	var known []string
	for i := range v.NumField() {
		if name := key(v.Type().Field(i)); name != "" {
			fields[name] = i
			known = append(known, name)
		}
	}
	d.each(n, at, func(name string, at place, value ast.Node) {
		if i, ok := fields[name]; ok {
			d.value(value, at, v.Field(i))
			return
		}
		d.found(at, didYouMean(name, known), "no such key")
	})
}

// key is the name of a field in a file; empty for one that a file cannot set.
func key(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if name == "-" {
		return ""
	}
	return name
}

func (d *decoder) mapping(n ast.Node, at place) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	d.found(at, "write key: value below it", "it is %s, where keys belong", kind(n))
	return false
}

// each goes through the members of a mapping.
func (d *decoder) each(n ast.Node, at place, visit func(name string, at place, value ast.Node)) {
	seen := map[string]bool{}
	for _, m := range members(n) {
		name := m.Key.GetToken().Value
		here := at.key(name, m.Key)
		switch {
		case m.Key.IsMergeKey():
			d.found(here, "write the keys themselves", "merge keys are not read here")
		case seen[name]:
			d.found(here, "keep one", "it is there twice")
		default:
			seen[name] = true
			visit(name, here, m.Value)
		}
	}
}

func (d *decoder) list(n ast.Node, at place, v reflect.Value) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		d.found(at, "write each element on a line that begins with -, or [a, b]", "it is %s, where a list belongs", kind(n))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values))
	for i, item := range list.Values {
		here := at.item(i, item)
		if item == nil || item.Type() == ast.NullType {
			d.found(here, "write the element after the -, or remove it", "it is empty")
			continue
		}
		d.value(item, here, out.Index(i))
	}
	v.Set(out)
}

func (d *decoder) dictionary(n ast.Node, at place, v reflect.Value) {
	if !d.mapping(n, at) {
		return
	}
	out := reflect.MakeMap(v.Type())
	d.each(n, at, func(name string, at place, value ast.Node) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(value, at, element)
		out.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), element)
	})
	v.Set(out)
}
