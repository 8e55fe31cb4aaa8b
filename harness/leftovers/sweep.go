package leftovers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// How long a sweeper goes on: an engine may still be making what the run has asked for.
const (
	pause     = time.Second
	calm      = 3 // rounds in which nothing was found
	sweepMost = 5 * time.Minute
)

// forgotten is how long the folder of a dead run is kept whose engine does not answer.
const forgotten = 7 * 24 * time.Hour

// An Emptier removes what a run has in a container engine, by the run's name, and returns
// how many things there were.
type Emptier func(ctx context.Context, run string) (int, error)

// Sweep waits for the end of in and, unless the run was dismissed until then, ends its
// processes, empties the engine and removes the folder.
func Sweep(ctx context.Context, folder string, in io.Reader, engine Emptier) error {
	said, err := io.ReadAll(io.LimitReader(in, int64(len(dismissal))))
	if err == nil && string(said) == dismissal {
		return nil
	}
	name := filepath.Base(folder)
	if !strings.HasPrefix(name, prefix) {
		return fmt.Errorf("%s is not the folder of a run", folder)
	}
	ctx, cancel := context.WithTimeout(ctx, sweepMost)
	defer cancel()
	if !used(folder) {
		engine = nil
	}
	if err := settle(ctx, name, engine); err != nil {
		return err // the next run tries again
	}
	return os.RemoveAll(folder)
}

// settle returns when nothing of a run was found for some rounds.
func settle(ctx context.Context, name string, engine Emptier) error {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for quiet := 0; quiet < calm; quiet++ {
		n, err := kill(name)
		if engine != nil && err == nil {
			var more int
			more, err = engine(ctx, name)
			n += more
		}
		if n > 0 || err != nil {
			quiet = -1
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("there are still things of %s: %w", name, context.Cause(ctx)), err)
		case <-tick.C:
		}
	}
	return nil
}

// used tells whether the run had something in a container engine.
func used(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, engineFile))
	return err == nil
}

// revive starts sweepers for runs that are dead and whose sweeper is too.
func revive(program, in string) {
	folders, err := filepath.Glob(filepath.Join(in, prefix+"*"))
	if err != nil {
		return
	}
	for _, folder := range folders {
		lock, err := hold(folder)
		if err != nil {
			continue // it lives, or it is somebody else's
		}
		if info, err := lock.Stat(); err == nil && time.Since(info.ModTime()) > forgotten {
			_ = os.RemoveAll(folder)
		} else {
			cmd := sweeper(program, folder, lock)
			cmd.Env = environment(folder)
			if cmd.Start() == nil {
				go func() { _ = cmd.Wait() }()
			}
		}
		_ = lock.Close()
	}
}

// environment is that of this process, with the settings by which a dead run has found its
// engine.
func environment(folder string) []string {
	all := os.Environ()
	text, err := os.ReadFile(filepath.Join(folder, engineFile))
	if errors.Is(err, fs.ErrNotExist) {
		return all
	}
	var found []string
	if json.Unmarshal(text, &found) != nil {
		return all
	}
	all = slices.DeleteFunc(all, func(setting string) bool {
		return slices.ContainsFunc(finders, func(begins string) bool { return strings.HasPrefix(setting, begins) })
	})
	return append(all, found...)
}
