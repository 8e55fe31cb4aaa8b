package leftovers

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// kill ends the processes that carry the mark of a run, and returns how many there were.
// Those of other users cannot be seen, and are not the run's.
func kill(name string) (int, error) {
	all, err := os.ReadDir("/proc")
	if err != nil {
		return 0, fmt.Errorf("processes cannot be looked for: %w", err)
	}
	mark := []byte("\x00" + variable + "=" + name + "\x00")
	n := 0
	for _, entry := range all {
		id, err := strconv.Atoi(entry.Name())
		if err != nil || id == os.Getpid() {
			continue
		}
		p, err := os.FindProcess(id) // keeps hold of the process, whoever gets its number later
		if err != nil {
			continue
		}
		environment, err := os.ReadFile("/proc/" + entry.Name() + "/environ")
		if err == nil && bytes.Contains(append([]byte{0}, environment...), mark) {
			if err := p.Kill(); err == nil || errors.Is(err, os.ErrProcessDone) {
				n++
			}
		}
		_ = p.Release()
	}
	return n, nil
}
