//go:build !unix

package difftest

import "os/exec"

// ownGroup does nothing where there are no process groups.
func ownGroup(*exec.Cmd) {}

// killGroup ends the shell.
func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
