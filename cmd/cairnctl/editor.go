package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// editor opens the learner's own editor, as the environment names it, on a file
// that Git wants edited. A repository's configuration is never asked.
func editor(ctx context.Context, path string) error {
	command := os.Getenv("VISUAL")
	if command == "" {
		command = os.Getenv("EDITOR")
	}
	if command == "" {
		return errors.New("no editor is set: give the message with -m, or set EDITOR and start cairnctl again")
	}
	shell, flag := "/bin/sh", "-c"
	line := command + ` "$1"`
	args := []string{flag, line, "editor", path}
	if runtime.GOOS == "windows" {
		shell, args = "cmd", []string{"/c", command, path}
	}
	c := exec.CommandContext(ctx, shell, args...) //nolint:gosec // the learner's own environment names the editor
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("editor %s: %w", command, err)
	}
	return nil
}
