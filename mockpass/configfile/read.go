package configfile

import (
	"fmt"
	"io"
	"os"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/passproof/passproof/mockpass"
)

// maxFile bounds a file: 1 MiB, some thousand times what people write.
const maxFile = 1 << 20

// Use makes something of a configuration: a mock, say. A [mockpass.ConfigError] that it
// returns is told with the line that it is about.
type Use func(mockpass.Config) error

// Read reads a file and uses it. What is wrong with the file are [Problems]; another
// error of use is returned as it is.
func Read(file string, use Use) error {
	text, err := load(file)
	if err != nil {
		return err
	}
	return Parse(file, text, use)
}

// load reads at most maxFile bytes, whatever the size of the file is said to be: it
// may be growing, or be a device.
func load(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, Problems{{File: file, What: "cannot be opened: " + err.Error(), Remedy: "write one with 'mockpass config default'"}}
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, Problems{{File: file, What: "cannot be read: " + err.Error()}}
	}
	return text, nil
}

// Parse is [Read] of a text; file is for messages only. An empty text is the
// documentation's example, as is the zero [mockpass.Config]. A text with a mistake is
// not used.
func Parse(file string, text []byte, use Use) error {
	if err := bounded(file, text); err != nil {
		return err
	}
	tree, err := parse(file, text)
	if err != nil {
		return err
	}
	var c mockpass.Config
	d := &decoder{file: file}
	if tree != nil {
		d.decode(tree, place{line: line(tree)}, &c)
	}
	if err := d.problems.sorted(); err != nil {
		return err
	}
	return refused(file, tree, use(c))
}

// parse gives the root of the one document of a file, or nil if it has none.
func parse(file string, text []byte) (root ast.Node, err error) {
	defer func() { // the parser panics on some odd inputs
		if p := recover(); p != nil {
			err = Problems{{File: file, What: fmt.Sprintf("cannot be read as YAML: %v", p)}}
		}
	}()
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, Problems{fromYAML(file, err)}
	}
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil || doc.Body.Type() == ast.CommentType:
		case root != nil:
			return nil, Problems{{File: file, Line: line(doc.Body), What: "a second document begins", Remedy: "keep one: remove the line --- and what belongs to another mock"}}
		default:
			root = doc.Body
		}
	}
	return root, nil
}
