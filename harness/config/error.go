package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// An Error is a mistake in a file: where it is, what it is and what to write instead.
type Error struct {
	File   string
	Line   int    // from 1; 0 where the mistake has no line
	Field  string // "app.verbs.play.returns.allowed"
	What   string
	Remedy string
}

// Error puts it on one line, as compilers do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	b.WriteString(": ")
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	b.WriteString(e.What)
	if e.Remedy != "" {
		b.WriteString("; " + e.Remedy)
	}
	return b.String()
}

// fromYAML turns an error of the decoder into one of ours.
func fromYAML(file string, err error) error {
	var positioned yaml.Error
	if !errors.As(err, &positioned) {
		return &Error{File: file, What: err.Error()}
	}
	out := &Error{File: file, What: positioned.GetMessage()}
	if tk := positioned.GetToken(); tk != nil && tk.Position != nil {
		out.Line = tk.Position.Line
	}
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		out.Remedy = "see 'passproof init' for the fields there are"
	}
	return out
}

// lineOf is the line of the field with that path, or of the nearest field around
// it that the file has.
func lineOf(tree *ast.File, field []string) int {
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return 0
	}
	node, line := tree.Docs[0].Body, 0
	for _, key := range field {
		next, at := child(node, key)
		if next == nil {
			break
		}
		node, line = next, at
	}
	return line
}

// nodeAt is the value of the field with that path, or nil.
func nodeAt(tree *ast.File, field []string) ast.Node {
	if len(tree.Docs) == 0 {
		return nil
	}
	node := tree.Docs[0].Body
	for _, key := range field {
		if node, _ = child(node, key); node == nil {
			return nil
		}
	}
	return node
}

func child(node ast.Node, key string) (ast.Node, int) {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	}
	for _, v := range values {
		if v.Key.GetToken().Value == key {
			return v.Value, v.Key.GetToken().Position.Line
		}
	}
	return nil, 0
}
