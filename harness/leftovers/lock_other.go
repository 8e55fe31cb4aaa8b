//go:build !unix

package leftovers

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// hold makes the lock of a new folder. Here nobody can tell whether the run of another one
// lives, so that its folder is left alone.
func hold(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockFile), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, errors.New("it has a lock already")
	}
	return f, err
}

func aside(*exec.Cmd, *os.File) {}
