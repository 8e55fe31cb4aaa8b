package configfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one mistake in a file: where it is, what it is, what to write instead.
type Problem struct {
	File   string // as it was named to [Read] or [Parse]
	Line   int    // from 1; 0 where the file as a whole is meant
	Path   string // "programmers[0].serviceProviders[1].id"; empty for the file as a whole
	What   string // "no such key"
	Remedy string // "did you mean id?"; may be empty where What says it
}

// String puts a problem on one line, as compilers do: "file:line: path: what; remedy".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.What)
	if p.Remedy != "" {
		b.WriteString("; " + p.Remedy)
	}
	return b.String()
}

// Problems are all mistakes of a file in the order of its lines. Every error that is
// about a file, one that cannot be opened included, is of this type.
type Problems []Problem

// Error has a line for each.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// sorted puts problems in the order of the file. It is nil when there are none, so
// that its result can be compared with nil as an error should be.
func (p Problems) sorted() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return p
}
