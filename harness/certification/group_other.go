//go:build !unix

package certification

import "os/exec"

func apart(*exec.Cmd) {}
