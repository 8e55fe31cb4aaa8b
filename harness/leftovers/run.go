package leftovers

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Command is the command of passproof that is a sweeper: "passproof sweep FOLDER".
const Command = "sweep"

// prefix begins the names of runs, and of their folders.
const prefix = "passproof-run-"

// variable marks processes of a run.
const variable = "PASSPROOF_RUN"

// Files in the folder of a run.
const (
	lockFile   = "lock"
	engineFile = "engine.json" // there if the run has something in a container engine: how to find that engine
)

// dismissal is what a sweeper hears of a run that has removed everything itself.
const dismissal = "done"

// A Run is one run on this machine.
type Run struct {
	Name   string // "passproof-run-1f2e3d4c5b6a": a label in container engines
	Folder string // for its files; others may pass through it, and see nothing

	sweeper *exec.Cmd
	in      io.WriteCloser // its standard input: it sweeps when that ends
	kept    bool
}

// Begin makes a run, starts its sweeper, and lets what dead runs have left be removed.
// program is passproof itself.
func Begin(program string) (*Run, error) {
	revive(program, os.TempDir())
	b := make([]byte, 6)
	_, _ = rand.Read(b) // never fails
	r := &Run{Name: prefix + hex.EncodeToString(b)}
	r.Folder = filepath.Join(os.TempDir(), r.Name)
	lock, err := claim(r.Folder)
	if err != nil {
		return nil, fmt.Errorf("no folder for what the run needs: %w", err)
	}
	defer func() { _ = lock.Close() }() // the sweeper has it from now on
	r.sweeper = sweeper(program, r.Folder, lock)
	if r.in, err = r.sweeper.StdinPipe(); err == nil {
		err = r.sweeper.Start()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("what cleans up after the run cannot be started: %w", err), os.RemoveAll(r.Folder))
	}
	return r, nil
}

// sweeper is the process that sweeps after the run of a folder. It has the lock for as long
// as it lives.
func sweeper(program, folder string, lock *os.File) *exec.Cmd {
	cmd := exec.Command(program, Command, folder)
	aside(cmd, lock)
	return cmd
}

// claim makes the folder of a run and returns its lock. The folder gets its name when it is
// locked: nobody can take it for that of a dead run before.
func claim(folder string) (*os.File, error) {
	made, err := os.MkdirTemp(filepath.Dir(folder), "passproof-new-")
	if err != nil {
		return nil, err
	}
	lock, err := hold(made)
	if err == nil {
		err = errors.Join(os.Chmod(made, 0o711), os.Rename(made, folder))
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(made))
	}
	return lock, nil
}

// Mark stands in the environment of all processes of the run.
func (r *Run) Mark() string { return variable + "=" + r.Name }

// finders are the settings by which a container engine is found.
var finders = []string{"DOCKER_", "TESTCONTAINERS_"}

// InEngine notes that the run is about to have something in a container engine.
func (r *Run) InEngine() error {
	found := []string{}
	for _, setting := range os.Environ() {
		for _, begins := range finders {
			if strings.HasPrefix(setting, begins) {
				found = append(found, setting)
			}
		}
	}
	text, err := json.Marshal(found)
	if err == nil {
		err = os.WriteFile(filepath.Join(r.Folder, engineFile), text, 0o600)
	}
	return err
}

// Keep leaves what the run has in a container engine to the next run: this one could not
// remove it.
func (r *Run) Keep() { r.kept = true }

// Close ends the sweeper and removes the folder.
func (r *Run) Close() error {
	if r == nil {
		return nil
	}
	var err error
	if r.kept {
		err = r.empty()
	} else {
		err = os.RemoveAll(r.Folder)
	}
	_, said := io.WriteString(r.in, dismissal)
	return errors.Join(err, said, r.in.Close(), r.sweeper.Wait())
}

// empty removes all from the folder but what the next run has to know.
func (r *Run) empty() error {
	all, err := os.ReadDir(r.Folder)
	for _, file := range all {
		if n := file.Name(); n != engineFile && n != lockFile {
			err = errors.Join(err, os.RemoveAll(filepath.Join(r.Folder, n)))
		}
	}
	return err
}
