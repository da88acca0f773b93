package main

import (
	"context"
	"fmt"

	"cairn/cmd/editor"
)

// chosenEditor opens the editor that the environment names, and none that a repository's
// configuration names: that would let a repository start programs. nil: there is none.
func chosenEditor(vars map[string]string, busy *editing) func(context.Context, string) error {
	command := vars["GIT_EDITOR"]
	clever := vars["TERM"] != "" && vars["TERM"] != "dumb"
	if command == "" && clever {
		command = vars["VISUAL"]
	}
	if command == "" {
		command = vars["EDITOR"]
	}
	if command == "" && clever {
		command = editor.Default()
	}
	if command == "" {
		return nil
	}
	return func(ctx context.Context, path string) error {
		if command == ":" {
			return nil
		}
		busy.Store(true)
		defer busy.Store(false)
		if err := editor.Command(ctx, command, path).Run(); err != nil {
			return fmt.Errorf("There was a problem with the editor '%s'.", command)
		}
		return nil
	}
}
