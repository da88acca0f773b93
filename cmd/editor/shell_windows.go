package editor

import (
	"context"
	"os"
	"os/exec"
	"syscall"
)

func inShell(ctx context.Context, line, path string) *exec.Cmd {
	if _, err := exec.LookPath("sh"); err == nil { // Git Bash has one
		return withSh(ctx, line, path)
	}
	program := os.Getenv("COMSPEC")
	if program == "" {
		program = "cmd"
	}
	cmd := exec.CommandContext(ctx, program) //nolint:gosec // the person's own choice
	// Package exec would quote the words as most programs read them; cmd.exe is none of these.
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: cmdLine(line, path, isFile)}
	return cmd
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
