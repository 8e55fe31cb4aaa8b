//go:build unix

package certification

import (
	"os/exec"
	"syscall"
)

// apart keeps the terminal's interrupt from a worker: it is told to end by us, once. Told
// twice, Ginkgo takes it for impatience and leaves out the cleaning up.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
