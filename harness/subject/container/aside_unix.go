//go:build unix

package container

import (
	"os/exec"
	"syscall"
)

// aside keeps a process from hearing what the terminal tells the run, such as Ctrl-C.
func aside(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
