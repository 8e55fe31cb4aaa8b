//go:build unix

package subject

import (
	"os/exec"
	"syscall"
)

// own gives the command a process group of its own, so that what it starts ends with it.
func own(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// signal reaches the whole group.
func signal(cmd *exec.Cmd, s syscall.Signal) { _ = syscall.Kill(-cmd.Process.Pid, s) }
