package config

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/passproof/passproof/mockpass/ca"
)

// maxFile bounds how much of a file is read: 1 MiB.
const maxFile = 1 << 20

// Load reads and checks a passproof.yaml. Every error is an [*Error].
func Load(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &Error{File: path, What: "cannot be read: " + err.Error(), Remedy: "write one with 'passproof init', or name it with --config"}
	}
	if info.Size() > maxFile {
		return nil, &Error{File: path, What: fmt.Sprintf("%d bytes, more than %d", info.Size(), maxFile), Remedy: "is it the right file?"}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &Error{File: path, What: err.Error()}
	}
	f, err := Parse(path, data)
	if err != nil {
		return nil, err
	}
	if err := f.checkFiles(); err != nil {
		return nil, err
	}
	return f, nil
}

// Parse checks the text of a passproof.yaml; path is for messages and for the
// folder that relative paths start from.
func Parse(path string, data []byte) (*File, error) {
	f := &File{Path: path}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &Error{File: path, What: "is empty", Remedy: "start from the output of 'passproof init'"}
	}
	tree, err := f.decode(data)
	if err != nil {
		return nil, err
	}
	f.tree = tree
	f.fillIn()
	if err := f.check(tree); err != nil {
		return nil, err
	}
	return f, nil
}

// decode fills f and returns the tree that knows the lines. The decoder panics on
// some odd inputs (a tag in place of a list, say); that too is a mistake in the file.
func (f *File) decode(data []byte) (tree *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Error{File: f.Path, What: fmt.Sprintf("cannot be read as YAML: %v", p), Remedy: "look for tags (!) and anchors (&, *), which this file does not need"}
		}
	}()
	if tree, err = parser.ParseBytes(data, 0); err != nil {
		return nil, fromYAML(f.Path, err)
	}
	if err := f.checkDurations(tree); err != nil {
		return nil, err
	}
	if err := yaml.UnmarshalWithOptions(data, f, yaml.Strict()); err != nil {
		return nil, fromYAML(f.Path, err)
	}
	return tree, nil
}

func (f *File) fillIn() {
	if f.ServiceProvider == "" {
		f.ServiceProvider = "REF30"
	}
	if len(f.Domains) == 0 {
		f.Domains = []string{"example.com"}
	}
	if f.Subject.Name == "" {
		f.Subject.Name = f.ServiceProvider
	}
	if f.Subject.StartTimeout == 0 {
		f.Subject.StartTimeout = 30 * time.Second
	}
	if f.Subject.StopTimeout == 0 {
		f.Subject.StopTimeout = 5 * time.Second
	}
	if f.Subject.Replicas == 0 {
		f.Subject.Replicas = 1
	}
	if f.Subject.Contained() && f.Subject.State == "" {
		f.Subject.State = StateFolder
	}
	if f.Mockpass.Names == "" {
		f.Mockpass.Names = NamesAuto
	}
	if f.Mockpass.Host == "" {
		f.Mockpass.Host = ca.AdobeHosts()[0]
	}
	f.TemporaryAccess.fillIn(f.Features)
	if f.App.Timeout == 0 {
		f.App.Timeout = 30 * time.Second
	}
}

// Dir is the folder in which the subject's command runs.
func (f *File) Dir() string {
	base := filepath.Dir(f.Path)
	if filepath.IsAbs(f.Subject.Dir) {
		return f.Subject.Dir
	}
	return filepath.Join(base, f.Subject.Dir)
}

func (f *File) mistake(tree *ast.File, field []string, what, remedy string) *Error {
	e := &Error{File: f.Path, Line: lineOf(tree, field), What: what, Remedy: remedy}
	for i, key := range field {
		if i > 0 {
			e.Field += "."
		}
		e.Field += key
	}
	return e
}

// checkDurations reads the durations before the decoder does, which cannot tell
// where a wrong one stands.
func (f *File) checkDurations(tree *ast.File) error {
	for _, field := range [][]string{{"subject", "startTimeout"}, {"subject", "stopTimeout"}, {"limits", "refreshMargin"}, {"app", "timeout"}} {
		node := nodeAt(tree, field)
		if node == nil {
			continue
		}
		if d, err := time.ParseDuration(node.GetToken().Value); err != nil || d < 0 {
			return f.mistake(tree, field, fmt.Sprintf("%q is not a duration", node.GetToken().Value), "write 30s or 2m")
		}
	}
	return nil
}
