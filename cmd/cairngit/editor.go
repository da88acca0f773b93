package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// editor opens the editor that the environment names, and none that a repository's
// configuration names: that would let a repository start programs. nil: there is none.
func editor(vars map[string]string, busy *editing) func(context.Context, string) error {
	command := vars["GIT_EDITOR"]
	if command == "" && vars["TERM"] != "" && vars["TERM"] != "dumb" {
		command = vars["VISUAL"]
	}
	if command == "" {
		command = vars["EDITOR"]
	}
	if command == "" {
		return nil
	}
	return func(ctx context.Context, path string) error {
		if command == ":" {
			return nil
		}
		cmd := exec.CommandContext(ctx, "sh", "-c", command+` "$@"`, command, path) //nolint:gosec // the person's own choice
		if _, err := exec.LookPath("sh"); err != nil {
			words := strings.Fields(command)
			cmd = exec.CommandContext(ctx, words[0], append(words[1:], path)...) //nolint:gosec // the person's own choice
		}
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		busy.Store(true)
		defer busy.Store(false)
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("There was a problem with the editor '%s'.", command)
		}
		return nil
	}
}
