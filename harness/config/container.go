package config

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// A Container tells how the service runs in a container: from an image that is there or
// can be pulled, or from one that is built for the run.
type Container struct {
	Image      string            `yaml:"image"`      // "registry.example.com/service:1.2"
	Dockerfile string            `yaml:"dockerfile"` // path, relative to the file
	Context    string            `yaml:"context"`    // folder that it is built with, relative to the file; default: that of the Dockerfile
	Port       int               `yaml:"port"`       // on which the service listens in the container; default: the one that the image exposes
	State      string            `yaml:"state"`      // folder in the container that is kept over restarts; default [StateFolder]
	Files      map[string]string `yaml:"files"`      // by path in the container: files that are put there, relative to the file
}

// StateFolder is where a service in a container keeps what is to outlive it, unless the
// file says otherwise.
const StateFolder = "/state"

// Contained tells whether the service runs in a container.
func (s *Subject) Contained() bool { return s.Image != "" || s.Dockerfile != "" }

// Starts tells whether passproof starts the service itself.
func (s *Subject) Starts() bool { return len(s.Command) > 0 || s.Contained() }

// Beside is the path of a file that the file names.
func (f *File) Beside(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(f.Path), filepath.FromSlash(name))
}

// BuildContext is the folder that an image is built with, and the Dockerfile in it.
func (f *File) BuildContext() (folder, dockerfile string, err error) {
	dockerfile = f.Beside(f.Subject.Dockerfile)
	if f.Subject.Context == "" {
		return filepath.Dir(dockerfile), filepath.Base(dockerfile), nil
	}
	folder = f.Beside(f.Subject.Context)
	inside, err := filepath.Rel(folder, dockerfile)
	if err != nil || !filepath.IsLocal(inside) {
		return "", "", &Error{File: f.Path, Field: "subject.context", What: fmt.Sprintf("%s is not in %s", dockerfile, folder), Remedy: "name a folder that holds the Dockerfile"}
	}
	return folder, filepath.ToSlash(inside), nil
}

// checkContainer checks what belongs to containers alone.
func (f *File) checkContainer(tree *ast.File) error {
	s := f.Subject
	if !s.Contained() {
		for _, key := range []struct {
			name  string
			given bool
		}{{"context", s.Context != ""}, {"port", s.Port != 0}, {"state", s.State != ""}, {"files", len(s.Files) > 0}} {
			if key.given {
				return f.mistake(tree, []string{"subject", key.name}, "belongs to a service in a container", "write image: or dockerfile: as well, or take it out")
			}
		}
		return nil
	}
	switch {
	case s.Image != "" && s.Dockerfile != "":
		return f.mistake(tree, []string{"subject", "dockerfile"}, "stands beside image", "keep one: image names one that there is, dockerfile builds one")
	case s.Dir != "":
		return f.mistake(tree, []string{"subject", "dir"}, "a container has folders of its own", "take it out; the image says where the service runs")
	case s.Context != "" && s.Dockerfile == "":
		return f.mistake(tree, []string{"subject", "context"}, "nothing is built", "write dockerfile: in place of image:, or take it out")
	case f.Mockpass.Names != NamesAuto:
		return f.mistake(tree, []string{"mockpass", "names"}, "a service in a container finds Adobe Pass by its names in any case", "take it out")
	case s.Port < 0 || s.Port > 65535:
		return f.mistake(tree, []string{"subject", "port"}, fmt.Sprintf("there is no port %d", s.Port), "write the port on which the service listens in the container")
	case s.State != "" && (!path.IsAbs(s.State) || path.Clean(s.State) == "/"):
		return f.mistake(tree, []string{"subject", "state"}, fmt.Sprintf("%q is not the path of a folder in the container", s.State), "write state: /var/lib/service")
	}
	for _, to := range slices.Sorted(maps.Keys(s.Files)) {
		if !path.IsAbs(to) || path.Clean(to) != to || to == "/" {
			return f.mistake(tree, []string{"subject", "files", to}, "is not the path of a file in the container", "write /etc/service.yaml: ./service.yaml")
		}
	}
	return nil
}

// checkFiles looks for the files that a container is made of.
func (f *File) checkFiles() error {
	field, name := []string{"subject", "dockerfile"}, f.Subject.Dockerfile
	look := func() error {
		info, err := os.Stat(f.Beside(name))
		switch {
		case err != nil:
			return f.mistake(f.tree, field, err.Error(), "paths begin at the folder of "+filepath.Base(f.Path))
		case info.IsDir():
			return f.mistake(f.tree, field, name+" is a folder", "name a file")
		}
		return nil
	}
	if name != "" {
		if err := look(); err != nil {
			return err
		}
		if _, _, err := f.BuildContext(); err != nil {
			return err
		}
	}
	for _, to := range slices.Sorted(maps.Keys(f.Subject.Files)) {
		field, name = []string{"subject", "files", to}, f.Subject.Files[to]
		if err := look(); err != nil {
			return err
		}
	}
	return nil
}
