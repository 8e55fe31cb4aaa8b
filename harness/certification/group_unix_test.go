//go:build unix

package certification

import (
	"os"
	"syscall"
)

// leadsGroup tells whether this process has a process group of its own.
func leadsGroup() bool { return syscall.Getpgrp() == os.Getpid() }
