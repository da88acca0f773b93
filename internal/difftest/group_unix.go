//go:build unix

package difftest

import (
	"os/exec"
	"syscall"
)

// ownGroup puts the shell into a process group of its own, so that a hanging line ends with all it started.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends the shell and all it started.
func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
