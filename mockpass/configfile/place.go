package configfile

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/passproof/passproof/mockpass"
)

// place is where a value stands: its path, and the line to name for it.
type place struct {
	path string
	line int
}

// key is the place of a member; its line is that of the key.
func (p place) key(name string, at ast.Node) place {
	if p.path != "" {
		name = p.path + "." + name
	}
	return place{name, line(at)}
}

// item is the place of an element of a list.
func (p place) item(i int, at ast.Node) place {
	return place{fmt.Sprintf("%s[%d]", p.path, i), line(at)}
}

// line is the line on which a node begins, or 0.
func line(n ast.Node) int {
	switch v := n.(type) {
	case nil:
		return 0
	case *ast.MappingNode: // its own token is the colon of its first member, or the brace
		if len(v.Values) > 0 && !v.IsFlowStyle {
			return line(v.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return line(v.Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// locate is the line of a path, or of what stands nearest around it in the file.
func locate(root ast.Node, path string) int {
	node, at := root, line(root)
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		if inner, ok := strings.CutPrefix(step, "["); ok {
			i, err := strconv.Atoi(strings.TrimSuffix(inner, "]"))
			list, isList := node.(*ast.SequenceNode)
			if err != nil || !isList || i < 0 || i >= len(list.Values) {
				return at
			}
			node = list.Values[i]
			at = line(node)
			continue
		}
		m := member(node, step)
		if m == nil {
			return at
		}
		node, at = m.Value, line(m.Key)
	}
	return at
}

func member(n ast.Node, name string) *ast.MappingValueNode {
	for _, m := range members(n) {
		if m.Key.GetToken().Value == name {
			return m
		}
	}
	return nil
}

// members are those of a mapping; the parser has two shapes for it.
func members(n ast.Node) []*ast.MappingValueNode {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}
	}
	return nil
}

// refused puts what the mock says of a configuration at its lines.
func refused(file string, root ast.Node, err error) error {
	var out Problems
	for _, one := range single(err) {
		var ce *mockpass.ConfigError
		if !errors.As(one, &ce) {
			return err // it is not about the file
		}
		out = append(out, Problem{File: file, Line: locate(root, ce.Path), Path: ce.Path, What: ce.Problem})
	}
	return out.sorted()
}

// single takes errors apart that were joined.
func single(err error) []error {
	if err == nil {
		return nil
	}
	many, ok := err.(interface{ Unwrap() []error }) //nolint:errorlint // every one of them, not the first
	if !ok {
		return []error{err}
	}
	var out []error
	for _, one := range many.Unwrap() {
		out = append(out, single(one)...)
	}
	return out
}

// fromYAML is an error of the parser.
func fromYAML(file string, err error) Problem {
	p := Problem{File: file, What: err.Error(), Remedy: "indent with spaces, and quote texts that have a colon or a # in them"}
	var at yaml.Error
	if errors.As(err, &at) {
		p.What = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line
		}
	}
	p.What, _, _ = strings.Cut(p.What, "\n")
	return p
}
