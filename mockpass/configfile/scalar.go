package configfile

import (
	"encoding"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// kind says in a person's words what a node is.
func kind(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a group of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	}
	return "a text"
}

// written is a scalar as it is written in the file; ok is false for groups and lists.
// An id such as 007 or 1.10 keeps its digits.
func written(n ast.Node) (text string, ok bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode, *ast.BoolNode:
		return strings.TrimSpace(n.GetToken().Value), true
	}
	return "", false
}

// text fills a value that reads texts by itself, such as a duration.
func (d *decoder) text(n ast.Node, at place, into encoding.TextUnmarshaler) {
	text, ok := written(n)
	if !ok {
		d.found(at, "", "it is %s, where a single value belongs", kind(n))
		return
	}
	err := into.UnmarshalText([]byte(text))
	if _, moment := into.(*time.Time); moment && err != nil {
		d.found(at, "write it like 2026-11-21T20:15:00Z", "%q is not a moment", text)
		return
	}
	if err != nil {
		d.found(at, "", "%v", err)
	}
}

// scalar fills a text, a truth or a number.
func (d *decoder) scalar(n ast.Node, at place, v reflect.Value) {
	text, ok := written(n)
	if !ok {
		d.found(at, "", "it is %s, where a single value belongs", kind(n))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		b, ok := n.(*ast.BoolNode)
		if !ok {
			d.found(at, "write true or false", "it is %q", text)
			return
		}
		v.SetBool(b.Value)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		i, err := strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 10, v.Type().Bits())
		if err != nil {
			d.found(at, "write a whole number, such as 5", "it is %q", text)
			return
		}
		v.SetInt(i)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		u, err := strconv.ParseUint(strings.ReplaceAll(text, "_", ""), 10, v.Type().Bits())
		if err != nil {
			d.found(at, "write a whole number from 0 up, such as 5", "it is %q", text)
			return
		}
		v.SetUint(u)
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(text, v.Type().Bits())
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			d.found(at, "write a number, such as 0.5", "it is %q", text)
			return
		}
		v.SetFloat(f)
	default:
		d.found(at, "", "a file cannot set it")
	}
}

// free is a value whose type the file decides: texts, truths, numbers, lists, groups.
func (d *decoder) free(n ast.Node, at place) any {
	switch v := n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		out := map[string]any{}
		d.dictionary(n, at, reflect.ValueOf(&out).Elem())
		return out
	case *ast.SequenceNode:
		out := []any{}
		d.list(n, at, reflect.ValueOf(&out).Elem())
		return out
	case *ast.BoolNode:
		return v.Value
	case *ast.IntegerNode, *ast.FloatNode:
		return d.number(n, at)
	}
	text, ok := written(n)
	if !ok || n.Type() == ast.InfinityType || n.Type() == ast.NanType {
		d.found(at, "write a text, a number, true or false, a list or a group", "it cannot be read")
		return nil
	}
	return text
}

// number is an int where it can be, else a float64.
func (d *decoder) number(n ast.Node, at place) any {
	text, _ := written(n)
	text = strings.ReplaceAll(text, "_", "")
	if i, err := strconv.Atoi(text); err == nil {
		return i
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		d.found(at, "write a decimal number, or quote it if it is a text", "it is %q", text)
		return nil
	}
	return f
}
